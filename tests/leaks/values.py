"""Values by the names that controllers and methods give their parameters."""

import json

DATE = "2026-11-22 10:00:00"
PAGE_KEY = "00000000-0000-4000-8000-000000000001"
ADDRESS = {"name": "Joe", "country": "US", "zip": "10000", "city": "City"}


def known_values(shop):
    """What a parameter may be by its name, the usual value first.

    What is a customer's own business gets the ids of dealer B.
    """
    return _goods(shop) | _prices(shop) | _documents(shop) | _words(shop)


def special_values(shop, site=0):
    """Parameters that mean something else in some routes, by how these begin.

    :param site: number of the website, in the order of the shop
    """
    exported = {
        "model": "product.pricelist.item",
        "fields": [{"name": "fixed_price", "label": "Price"}],
        "domain": [],
        "ids": False,
        "import_compat": False,
        "groupby": [],
    }
    rules = {
        "model": "product.pricelist.item",
        "method": "search_read",
        "args": [[]],
        "kwargs": {},
        "path": "product.pricelist.item/search_read",
    }
    order = {"model": "sale.order", "res_model": "sale.order", "res_id": shop["order"]}
    return {
        "/web/export/": {"data": json.dumps(exported), "model": exported["model"]},
        "/web/dataset/": rules,
        "/web/image": {"model": "product.product", "field": "image_128"},
        "/website/image": {"model": "product.product", "field": "image_128"},
        "/web/content": {"model": "product.product", "field": "image_128"},
        "/gmc.xml": shop["feeds"][site],
        # Core takes the page from the path only.
        "/pages": {"page": None},
        "/website/search": {"page": None},
        "/report/barcode": {"barcode_type": "Code128"},
        "/web/partner/vcard": {
            "partner": None,
            "partner_ids": str(shop["partners"]["B"]),
        },
        "/report/download": {
            "data": json.dumps(
                [f"/report/text/sale.report_saleorder/{shop['order']}", "qweb-text"]
            )
        },
        "/mail/": order | {"token": "x", "thread_model": "sale.order"},
        "/portal/": order,
        "/website_mail/": order | {"object": "sale.order", "id": shop["order"]},
        "/json/": {"subpath": "1/product.pricelist.item"},
        "/my/membership/code": {"card_id": 1},
        "/my/orders/<int:order_id>/decline": {"order_id": shop["spare"]},
        "/my/address/archive": {"partner_id": shop["spare_address"]},
        "/website/lang": {"lang": "en"},
        "/web/session/authenticate": {"db": "nowhere"},
        "/web/session/logout": {"redirect": "/shop"},
        "/shop/payment/validate": {"sale_order_id": None},
        "/my/dealer/account/pay": {"invoice_id": shop["invoice"], "key": PAGE_KEY},
    }


def _goods(shop):
    template, product, secret = shop["template"], shop["product"], shop["secret"]
    linked = {
        "product_id": secret,
        "product_template_id": shop["secret_template"],
        "parent_product_template_id": shop["pot"],
        "quantity": 1,
        "no_variant_attribute_value_ids": [],
        "product_custom_attribute_values": [],
    }
    return {
        "product_template_id": [
            *(template, shop["can"], shop["basket"], shop["secret_template"])
        ],
        "product_tmpl_id": [shop["basket"], template],
        "product_id": [product, secret],
        "product_ids": [[product, secret]],
        "product_product_id": [product],
        "product_template_attribute_value_ids": [shop["ptavs"][:1]],
        "linked_products": [[linked]],
        "products": [f"{product},{secret}"],
        "ptav_ids": [[], shop["ptavs"][:1]],
        "parent_ptav_ids": [[]],
        "combination": [[], shop["ptavs"][:1]],
        "attribute_id": [1],
        "category_id": [shop["hidden_category"]],
        "category": [None, shop["hidden_category"]],
        "id": [product, secret],
        "res_id": [template],
        "res_ids": [[template]],
        "res_model": ["product.template"],
        "model": ["product.template"],
        "model_name": ["product.template", "product.pricelist"],
        "models": [["product.template"]],
        "model_names": [json.dumps(["product.pricelist.item"])],
        "field": ["image_128"],
        "field_name": ["name"],
        "record_id": [template],
        "records": [{"product.template": [template]}],
        "wish_id": [1],
    }


def _prices(shop):
    reports = [
        json.dumps(
            {
                "pricelist_id": pricelist,
                "active_ids": [shop["template"]],
                "active_model": "product.template",
                "quantities": [1, 10],
            }
        )
        for pricelist in shop["list_ids"]
    ]
    return {
        "pricelist_id": shop["list_ids"],
        "pl_id": shop["list_ids"],
        "pricelist": shop["list_ids"],
        "report_data": reports,
        "data": reports,
        "export_format": ["csv", "xlsx"],
        "reportname": ["sale.report_saleorder", "product.report_pricelist"],
        "docids": [str(shop["order"])],
        "converter": ["html", "pdf"],
        "report_type": [None, "html", "pdf", "text"],
        "output_format": ["pdf"],
        "report_name": ["stock.report_picking"],
        "currency_id": [shop["currency"]],
        "company_id": [None],
        "so_date": [DATE],
        "date": [DATE],
        "quantity": [1, 10],
        "add_qty": [1, 10],
        "amount": ["1.00"],
        "min_price": [None, 1],
        "max_price": [None, 20000],
        "order": [None, "list_price asc"],
        "promo": ["A", "List A"],
    }


def _documents(shop):
    order, partner = shop["order"], shop["partners"]["B"]
    fetched = [["systray_get_activities", None], ["mail.thread", {}]]
    return {
        "order_id": [order, shop["quotation"], shop["cart"]],
        "so_id": [order],
        "sale_order_id": [order],
        "invoice_id": [shop["invoice"]],
        "picking_id": [1],
        "statement_id": [1],
        "document_id": [1],
        "pos_order_id": [1],
        "config_id": [1],
        "id_": [1],
        # Nobody's; another document's; a link that does not open this one.
        "access_token": [None, shop["order_token"] + "x", shop["cart_token"]],
        "attachment_id": [1],
        "partner_id": [partner],
        "partner_ids": [[partner]],
        "partner": [partner],
        "thread_model": ["sale.order"],
        "thread_id": [order],
        "message_id": [1],
        "fetch_params": [fetched],
        "post_data": [{"body": "Hello"}],
        "update_data": [{"body": "Hello"}],
        "action_id": [1],
        "token_id": [1],
        "tx_id": [1],
        "card_id": [1],
        "follower_id": [1],
        "rating_id": [1],
        "website_id": [1],
        "view_id": [1],
        "custom_id": [1],
        "export_id": [1],
        "share_id": [1],
        "journal_id": [1],
        "digest_id": [1],
        "dm_id": [1],
        "line_id": [1],
        "pid": [1],
        "image_res_id": [1],
        "image_res_model": ["product.image"],
        "file_ids": ["1"],
        "zip_name": ["x.zip"],
        "billing_address": [ADDRESS],
        "partial_delivery_address": [ADDRESS],
        "partial_address": ["Street"],
        "address": ["Street"],
        "address_type": ["billing"],
        "pickup_location_data": ["{}"],
        "payment_reference": ["x"],
        "child_field": ["order_line"],
    }


def _words(shop):
    found = {
        name: ["x"]
        for name in (
            *("token", "unique", "xmlid", "filename", "barcode_type", "value", "key"),
            *("page_name_slugified", "record_slug", "path", "subpath", "create_token"),
            *("channel_name", "invitation_token", "social", "content", "link", "rate"),
            *("layout_mode", "name", "arch", "position", "method", "results", "text"),
            *("validation", "password", "login", "db", "device_uuid"),
            *("path_or_xml_id_or_id", "profile", "code", "answer", "reason", "move"),
        )
    }
    counters = ["quotation_count", "order_count", "invoice_count", "overdue_invoice"]
    return found | {
        "search_type": ["all", "products_only"],
        "term": ["t", "qxhidden"],
        "search": ["", "qxhidden"],
        "needle": ["t"],
        "options": [
            {
                "displayImage": True,
                "displayDescription": True,
                "displayExtraLink": True,
                "displayDetail": True,
                "allowFuzzy": True,
            }
        ],
        "limit": [16],
        "page": [1],
        "page_number": [1],
        "page_size": [30],
        "minimum_amount": [1],
        "width": [8],
        "height": [8],
        "periodicity": ["weekly"],
        "filetype": ["pdf"],
        "emails": [["b@leaks.test"]],
        "email": ["joe@leaks.test"],
        "filter_id": shop["filters"] or [1],
        "template_key": [
            "website_sale.dynamic_filter_template_product_product_add_to_cart"
        ],
        "search_domain": [[]],
        "domain": [[]],
        "with_sample": [False],
        "is_internal": [False],
        "is_product_configured": [True],
        "action": ["add"],
        "actions": [[{"model": "product.pricelist", "resId": shop["list_ids"][0]}]],
        "args": [[[]]],
        "kwargs": [{}],
        "counters": [counters],
        "links": [[]],
        "imgs": [[]],
        "media": [[]],
        "type": ["image"],
        "ufile": [None],
        "possible_values": [[]],
        "sections": [[]],
        "selected_features": [[]],
        "translations": [{}],
        "publisher_comment": ["x"],
        "message_link_preview_ids": [[1]],
    }
