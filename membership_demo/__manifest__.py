{
    "name": "Membership Demo",
    "version": "19.0.1.0.0",
    "summary": "A tea chain with a thousand members and a year of purchases, to try "
    "the suite on.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": [
        "contacts",
        "l10n_cn",
        "membership_card",
        "membership_dealer_pricing",
        "membership_ledger",
        "membership_points",
        "membership_pos",
        "membership_wallet",
        "membership_website",
        "point_of_sale",
    ],
    "oca_data_manual": ["data/logins.csv", "data/products.csv"],
    "post_init_hook": "post_init_hook",
}
