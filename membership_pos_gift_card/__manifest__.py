{
    "name": "Membership POS Gift Card",
    "version": "19.0.1.0.0",
    "summary": "Gift cards at the till: sell a blank, pay by scanning, refund.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["membership_pos", "membership_gift_card"],
    "data": [
        "data/product_data.xml",
        "views/pos_order_views.xml",
        "views/pos_session_views.xml",
    ],
    "assets": {
        "point_of_sale._assets_pos": ["membership_pos_gift_card/static/src/**/*"],
        "web.assets_tests": ["membership_pos_gift_card/static/tests/tours/**/*"],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "auto_install": True,
}
