"""Products, their pictures, and what each level pays for them."""

from odoo import fields

from ..story.catalogue import CATEGORIES, products
from .pictures import paint_shelf

# Level from the bottom up: percent off the price list.
DISCOUNTS = (0, 5, 10, 15)


def build(stage):
    """Categories, products and one price list per level and company."""
    env = stage.env
    taxes = stage.companies.account_sale_tax_id
    shelves, tabs = {}, {}
    pictures = {category.code: paint_shelf(category.color) for category in CATEGORIES}
    for number, category in enumerate(CATEGORIES):
        shelf = env["product.category"].create({"name": category.name_en})
        tab = env["pos.category"].create(
            {"name": category.name_en, "sequence": number, "color": category.tint}
        )
        for record in (shelf, tab):
            stage.say_in_chinese(record, "name", category.name_zh)
        shelves[category.code], tabs[category.code] = shelf, tab
    # Templates: of variants made together, core keeps the first picture only.
    found = env["product.template"].create(
        [
            {
                "name": product.name_en,
                "default_code": product.code,
                "type": "consu",
                "list_price": float(product.price),
                "categ_id": shelves[product.category].id,
                "pos_categ_ids": [fields.Command.set(tabs[product.category].ids)],
                "available_in_pos": True,
                "taxes_id": [fields.Command.set(taxes.ids)],
                "company_id": False,
                "image_1920": pictures[product.category],
            }
            for product in products()
        ]
    )
    for product, record in zip(products(), found, strict=True):
        stage.say_in_chinese(record, "name", product.name_zh)
        stage.products[product.code] = record.product_variant_id
    if "is_published" in found._fields:  # a web shop is there
        found.is_published = True
    for company in stage.companies:
        _price(stage, company)


def _price(stage, company):
    """The usual prices, and for each level above the first its own list."""
    env = stage.env
    usual = env["product.pricelist"].search([("company_id", "=", company.id)])
    usual.write({"currency_id": company.currency_id.id})
    if not usual:
        # Whoever is no member pays by the first list: not by that of a level.
        usual = env["product.pricelist"].create(
            {
                "name": "Retail",
                "sequence": 1,
                "company_id": company.id,
                "currency_id": company.currency_id.id,
            }
        )
        stage.say_in_chinese(usual, "name", "零售价")
    for level, percent in zip(
        env["membership.level"]._get_ladder(company), DISCOUNTS, strict=True
    ):
        if not percent:
            continue
        pricelist = env["product.pricelist"].create(
            {
                "name": f"{level.name} −{percent} %",
                "company_id": company.id,
                "currency_id": company.currency_id.id,
                "item_ids": [
                    fields.Command.create(
                        {
                            "applied_on": "3_global",
                            "compute_price": "percentage",
                            "percent_price": percent,
                        }
                    )
                ],
            }
        )
        level.pricelist_id = pricelist
