{
    "name": "Membership Sale Loyalty",
    "version": "19.0.1.0.0",
    "summary": "Orders and carts keep promotions off member prices, as tills do.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["membership_card", "sale_loyalty"],
    "auto_install": True,
}
