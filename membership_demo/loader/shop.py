"""Products, their pictures, and what each level pays for them."""

import base64
import io

from PIL import Image, ImageDraw

from odoo import fields

from ..story.catalogue import CATEGORIES, products

# Level from the bottom up: percent off the price list.
DISCOUNTS = (0, 5, 10, 15)
SIDE = 256


def build(stage):
    """Categories, products and one price list per level and company."""
    env = stage.env
    taxes = stage.companies.account_sale_tax_id
    shelves, tabs = {}, {}
    pictures = {category.code: _paint(category) for category in CATEGORIES}
    for category in CATEGORIES:
        shelf = env["product.category"].create({"name": category.name_en})
        tab = env["pos.category"].create({"name": category.name_en})
        for record in (shelf, tab):
            stage.say_in_chinese(record, "name", category.name_zh)
        shelves[category.code], tabs[category.code] = shelf, tab
    found = env["product.product"].create(
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
        stage.say_in_chinese(record.product_tmpl_id, "name", product.name_zh)
        stage.products[product.code] = record
    for company in stage.companies:
        _price(stage, company)


def _price(stage, company):
    """The usual prices, and for each level above the first its own list."""
    env = stage.env
    env["product.pricelist"].search([("company_id", "=", company.id)]).write(
        {"currency_id": company.currency_id.id}
    )
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


def _paint(category):
    """A plain picture per category: a cup on the colour of the shelf."""
    image = Image.new("RGB", (SIDE, SIDE), category.color)
    draw = ImageDraw.Draw(image, "RGBA")
    draw.ellipse((-60, 120, 316, 420), fill=(255, 255, 255, 28))
    cup = (255, 255, 255, 225)
    draw.pieslice((68, 72, 188, 212), 0, 180, fill=cup)
    draw.rectangle((68, 128, 188, 144), fill=cup)
    draw.arc((168, 132, 220, 184), 250, 120, fill=cup, width=10)
    draw.rounded_rectangle((56, 212, 200, 222), 5, fill=cup)
    for x in (104, 128, 152):
        draw.arc((x - 8, 72, x + 8, 96), 90, 270, fill=(255, 255, 255, 150), width=4)
        draw.arc((x - 8, 92, x + 8, 116), 270, 90, fill=(255, 255, 255, 150), width=4)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue())
