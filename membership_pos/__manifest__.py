{
    "name": "Membership POS",
    "version": "19.0.1.0.0",
    "summary": "Members at the till: scan the card, member price, top up, pay with "
    "stored value, earn points, refund.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["point_of_sale", "membership_wallet", "membership_points"],
    "data": [
        "security/membership_pos_groups.xml",
        "data/product_data.xml",
        "data/barcode_rule_data.xml",
        "views/membership_card_type_views.xml",
        "views/membership_outlet_views.xml",
        "views/pos_order_views.xml",
        "views/pos_payment_method_views.xml",
        "views/product_template_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {
        "point_of_sale._assets_pos": [
            "membership_pos/static/src/**/*",
        ],
        "web.assets_tests": [
            "membership_pos/static/tests/tours/**/*",
        ],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
