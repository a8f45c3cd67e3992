{
    "name": "Membership Website Application",
    "version": "19.0.1.1.0",
    "summary": "Become a member on the website: confirmed by a code, at once or after "
    "review, with documents, signature and a page that shows how far it is.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["membership_application", "membership_website"],
    "data": [
        "security/ir.model.access.csv",
        "security/membership_registration_security.xml",
        "views/membership_apply_templates.xml",
        "views/membership_status_templates.xml",
        "views/portal_templates.xml",
        "views/membership_card_type_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {
        "web.assets_frontend": ["membership_website_application/static/src/**/*"],
    },
    "auto_install": True,
}
