"""Why a route is not asked, or asked last. Whatever is not listed here is asked."""

import re

# Asked one by one in this order, by somebody who then is done: see Crawler.partings.
LAST = {
    r"/my/dealer/account/pay": "pays",
    r"/(donation|invoice|payment|my/orders|shop/payment)/.*transaction|"
    r"/payment/transaction|/pos/pay/transaction|/shop/payment/validate": "pays",
    r"/shop/express_checkout": "changes who pays",
    r"/my/orders/<int:order_id>/decline": "ends the quotation",
    r"/my/dealer/passed/send": "gives the cart away",
    r"/shop/cart/clear": "empties the cart",
    r"/my/address/archive": "destroys an address",
    r"/my/(deactivate_account|security)": "closes the account, with the password",
    r"/website/force/": "changes the website",
    r"/website/lang/": "changes the language",
    r"/web/(become|signup|reset_password|login)": "changes who one is",
    r"/web/session/authenticate": "changes who one is",
    r"/web/session/(destroy|logout)": "ends the session",
}
SKIPPED = {
    r"/web/database/": "administration of databases, closed by its own password",
    r"/odoo(/|$)|/web/?$|/scoped_app": "the back office's empty frame",
    r"/longpolling|/websocket|/bus/": "keeps the connection open",
    r"/web/(assets|static|binary/company_logo|content/assets)": "static files",
    r"/(web|pos)/tests|/web/(speedscope|set_profiling|profile_config)|/doc(/|$)|"
    r"/account/(init|post)_tests": "developers' tools",
    r"/(payment|website_payment|donation)/.*(webhook|return|notification)": "called "
    "by payment providers with signatures of theirs",
    r"/mail/(?:set_manual_im_status|guest)": "writes presence only",
    r"/website/(reset_template|theme|configurator|save_xml|add(/|$)|google|"
    r"get_new_page_templates|get_assets_editor|iframefallback|translations)": "tools "
    "of designers, not for these users",
    r"/web_editor|/html_editor|/web_unsplash": "designers' tools, not for these users",
    r"/web/webclient/|/web/bundle|/web/manifest|/web/service-worker": "translations "
    "and the installed client, the same for everybody",
    r"/web/pivot/": "writes a workbook of what it is sent",
    r"/mail/avatar/": "pictures of authors; core fails without a cookie",
    r"/iot|/hw_|/pos/service-worker": "tills and their machines",
    r"/discuss|/mail/rtc|/mail/channel|/chat|/meet": "chat",
    r"/base_import/": "staff's imports; fails on any file that was not begun there",
    r"/google|/microsoft|/sms|/iap|/auth_|/autocomplete/|/auth/passkey": "other "
    "services call these, or are called",
}


def parting(route):
    """When a route that destroys, pays or signs off is asked; None for others."""
    for rank, pattern in enumerate(LAST):
        if re.match(pattern, route["path"]) and not skip_reason(route):
            return rank
    return None


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
