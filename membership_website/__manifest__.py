{
    "name": "Membership Website",
    "version": "19.0.1.0.0",
    "summary": "My membership on the customer portal: card, level, balances and "
    "statements on a phone.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["website", "membership_wallet", "membership_points"],
    "external_dependencies": {"python": ["qrcode"]},
    "data": [
        "views/portal_home_templates.xml",
        "views/membership_templates.xml",
        "views/membership_statement_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": ["membership_website/static/src/**/*"],
    },
    "auto_install": True,
}
