{
    "name": "Membership POS Application",
    "version": "19.0.1.0.0",
    "summary": "Charter and signature when a cashier enrols a member, applications for "
    "cards that need an approval, activation by code at the till.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["membership_pos", "membership_application"],
    "data": ["views/membership_card_type_views.xml"],
    "assets": {
        "point_of_sale._assets_pos": ["membership_pos_application/static/src/**/*"],
        "web.assets_tests": ["membership_pos_application/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
