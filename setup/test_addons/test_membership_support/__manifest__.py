{
    "name": "Membership: Test Support",
    "summary": "Makes browser tests start fast, on Debian's Odoo too",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "Membership Suite",
    "license": "LGPL-3",
    "depends": ["mail", "point_of_sale", "website"],
    "assets": {
        # Debian leaves this file out; a bundle that names a missing file logs an
        # error in the browser, and that fails every back-office test.
        "web.assets_backend": [
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
        ],
    },
}
