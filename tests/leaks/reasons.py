"""Why a route is not asked. Whatever is not listed here is asked."""

import re

SKIPPED = {
    r"/web/session/(logout|destroy)": "ends the session that is crawled",
    r"/web/database/": "administration of databases, closed by its own password",
    r"/my/(deactivate_account|security)": "closes the account that is crawled",
    r"/my/address/archive": "destroys an address of the account that is crawled",
    r"/web/(become|signup|reset_password|login)": "changes who is crawled",
    r"/web/session/(authenticate|change_password)": "changes who is crawled",
    r"/website/force/": "changes which website is crawled",
    r"/website/lang/": "changes the language that is crawled",
    r"/odoo(/|$)|/web/?$|/scoped_app": "the back office's empty frame",
    r"/longpolling|/websocket|/bus/": "keeps the connection open",
    r"/web/(assets|static|binary/company_logo|content/assets)": "static files",
    r"/(web|pos)/tests|/web/(speedscope|set_profiling|profile_config)|/doc(/|$)|"
    r"/account/(init|post)_tests": "developers' tools",
    r"/(payment|website_payment|donation)/.*(webhook|return|notification)": "called "
    "by payment providers with signatures of theirs",
    r"/shop/cart/clear": "empties the cart that is crawled",
    r"/my/dealer/passed/send": "gives the cart that is crawled away",
    r"/my/dealer/account/pay": "pays; other people's invoices: test_portal",
    r"/(donation|invoice|payment|my/orders|shop/payment)/.*transaction|"
    r"/payment/transaction|/shop/express_checkout|/shop/payment/validate": "pays",
    r"/my/orders/<int:order_id>/decline": "ends the quotation; test_bad_input",
    r"/mail/(?:set_manual_im_status|guest)": "writes presence only",
    r"/website/(reset_template|theme|configurator|save_xml|add(/|$)|google|"
    r"get_new_page_templates|get_assets_editor|iframefallback|translations)": "tools "
    "of designers, not for these users",
    r"/web_editor|/html_editor|/web_unsplash": "designers' tools, not for these users",
    r"/web/webclient/|/web/bundle|/web/manifest|/web/service-worker": "translations "
    "and the installed client, the same for everybody",
    r"/web/pivot/": "writes a workbook of what it is sent",
    r"/mail/avatar/": "pictures of authors; core fails without a cookie",
    r"/iot|/hw_|/point_of_sale|/pos": "tills, which sign in as staff",
    r"/discuss|/mail/rtc|/mail/channel|/chat|/meet": "chat",
    r"/base_import/": "staff's imports; fails on any file that was not begun there",
    r"/google|/microsoft|/sms|/iap|/auth_|/autocomplete/|/auth/passkey": "other "
    "services call these, or are called",
}


def skip_reason(route):
    """Why a route is not asked, None if it is."""
    if route["type"] not in ("http", "jsonrpc", "json2"):
        return f"type {route['type']}"
    if route["auth"] in ("bearer", "none"):
        return f"auth={route['auth']}: needs a key, or tells nothing of customers"
    for pattern, reason in SKIPPED.items():
        if re.match(pattern, route["path"]):
            return reason
    return None
