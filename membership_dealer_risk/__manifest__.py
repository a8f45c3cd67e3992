{
    "name": "Membership Dealer Risk",
    "version": "19.0.1.0.0",
    "summary": "What OCA's financial risk says of a dealer counts at checkout, too.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["membership_dealer_portal", "sale_financial_risk"],
    "auto_install": True,
}
