{
    "name": "Membership Dealer Map",
    "version": "19.0.1.0.0",
    "summary": "Dealers on a map by level and territory, and those whose position is "
    "not known yet.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Sales/Membership",
    "depends": ["membership_dealer_pricing", "base_geolocalize"],
    "auto_install": True,
    "data": [
        "views/res_config_settings_views.xml",
        "views/membership_dealer_views.xml",
        "views/membership_dealer_map_views.xml",
    ],
    "assets": {
        # Fetched when somebody opens the map, not by everybody.
        "membership_dealer_map.leaflet": [
            "membership_dealer_map/static/lib/leaflet/leaflet.css",
            "membership_dealer_map/static/lib/leaflet/leaflet.js",
        ],
        "web.assets_backend": ["membership_dealer_map/static/src/**/*"],
        "web.assets_tests": ["membership_dealer_map/static/tests/tours/**/*"],
    },
}
