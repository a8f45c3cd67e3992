{
    "name": "Membership POS Loyalty",
    "version": "19.0.1.0.0",
    "summary": "Tills keep Odoo's promotions off member prices and top-ups, and say so "
    "before a cashier tries.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["membership_pos", "pos_loyalty"],
    "assets": {
        "point_of_sale._assets_pos": ["membership_pos_loyalty/static/src/**/*"],
        "web.assets_tests": ["membership_pos_loyalty/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
