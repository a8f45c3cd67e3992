{
    "name": "Membership Dealer POS",
    "version": "19.0.1.0.0",
    "summary": "Dealers pay their wholesale prices at the till, too.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["membership_dealer_pricing", "point_of_sale"],
    "assets": {
        "web.assets_tests": ["membership_dealer_pos/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
