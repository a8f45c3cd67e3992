{
    "name": "Membership Website Sale",
    "version": "19.0.1.0.0",
    "summary": "What members have earned is nobody else's price in the web shop.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["membership_card", "website_sale"],
    "auto_install": True,
}
