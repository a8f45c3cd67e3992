"""What the chain sells, and where."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Product:
    """One article; ``popularity`` is its weight among those of its category."""

    code: str
    category: str
    price: Decimal
    popularity: int
    name_en: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the shop.

    :ivar color: of its picture
    :ivar tint: number of a colour of Odoo's palette, close to that
    """

    code: str
    name_en: str
    name_zh: str
    color: str
    tint: int


@dataclass(frozen=True, slots=True)
class Store:
    """An outlet that sells.

    :ivar region: code of the outlet above it, None for the franchise
    :ivar share: part of all members who are at home here
    """

    code: str
    region: str | None
    name_en: str
    name_zh: str
    city: str
    street: str
    share: float


CATEGORIES = (
    Category("drinks", "Fresh Tea", "现泡茶饮", "#c98a3a", 2),
    Category("green", "Green Tea", "绿茶", "#7a9a4b", 10),
    Category("oolong", "Oolong", "乌龙茶", "#5f7f6b", 7),
    Category("black", "Black Tea", "红茶", "#a4493d", 1),
    Category("puer", "Pu'er and Dark Tea", "普洱黑茶", "#6b4a3a", 5),
    Category("white", "White and Flower Tea", "白茶花茶", "#b9a77c", 3),
    Category("ware", "Tea Ware", "茶具", "#6f8796", 4),
    Category("food", "Tea Food", "茶点", "#c9a24b", 2),
    Category("gift", "Gift Boxes", "礼盒", "#8f3f52", 9),
)

STORES = (
    Store(
        *("SH01", "EAST", "Shanghai Xintiandi", "上海新天地店"),
        *("上海市", "黄浦区太仓路181弄", 0.37),
    ),
    Store(
        *("HZ01", "EAST", "Hangzhou Hubin", "杭州湖滨店"),
        *("杭州市", "上城区湖滨路28号", 0.28),
    ),
    Store(
        *("GZ01", "SOUTH", "Guangzhou Tianhe", "广州天河店"),
        *("广州市", "天河区天河路383号", 0.25),
    ),
    Store(
        *("SZ01", None, "Suzhou Pingjiang Road", "苏州平江路加盟店"),
        *("苏州市", "姑苏区平江路66号", 0.10),
    ),
)
FRANCHISE = "SZ01"

# Code of the outlet, and how often it is chosen, of the ways to pay money in.
TENDERS = (("wechat", 46), ("alipay", 30), ("bank", 14), ("cash", 10))
TOPUP_METHODS = (*TENDERS, ("lianhua", 3))


@cache
def products():
    """Every article, in the order of the price list."""
    with (DATA / "products.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Product(
                row["code"],
                row["category"],
                Decimal(row["price"]),
                int(row["popularity"]),
                row["name_en"],
                row["name_zh"],
            )
            for row in csv.DictReader(file)
        )


@cache
def prices():
    """{code: list price}"""
    return {product.code: product.price for product in products()}
