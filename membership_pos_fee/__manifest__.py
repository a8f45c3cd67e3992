{
    "name": "Membership POS Fee",
    "version": "19.0.1.0.0",
    "summary": "Membership fees at the till: shown with the member, paid with one tap.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["membership_pos", "membership_fee"],
    "data": ["views/pos_order_views.xml"],
    "assets": {
        "point_of_sale._assets_pos": ["membership_pos_fee/static/src/**/*"],
        "web.assets_tests": ["membership_pos_fee/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
