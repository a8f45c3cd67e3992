"""Shops that buy from the chain to sell on: levels, a tree, a suspended branch."""

from datetime import timedelta

from odoo import fields

from ..clock import ZONE
from .staff import passwords
from .stage import get_fold

# Level: percent off the usual prices, and from twelve pieces on.
LEVELS = (("Distributor", "一级经销商", 38, 42), ("Agent", "二级经销商", 28, 31))
MARKUP = ("Sub-dealers +8 %", "下级经销商加价 8%", 8)
TERRITORIES = (("EC", "East China", "华东"), ("SC", "South China", "华南"))

# Key, name, city, territory, level (None: its upline's matter), upline, state, login.
DEALERS = (
    (
        "hz",
        "杭州龙井茶行 Hangzhou Longjing",
        "杭州",
        "EC",
        0,
        None,
        "approved",
        "dealer",
    ),
    (
        "nb",
        "宁波海曙茶庄 Ningbo Haishu",
        "宁波",
        "EC",
        None,
        "hz",
        "approved",
        "subdealer",
    ),
    ("sx", "绍兴越茗茶社 Shaoxing Yueming", "绍兴", "EC", None, "nb", "approved", None),
    ("gz", "广州芳村茶叶 Guangzhou Fangcun", "广州", "SC", 1, None, "approved", None),
    ("fs", "佛山禅城茶铺 Foshan Chancheng", "佛山", "SC", None, "gz", "approved", None),
    ("xm", "厦门鹭岛茶业 Xiamen Ludao", "厦门", "SC", 1, None, "suspended", None),
    ("nj", "南京秦淮茶坊 Nanjing Qinhuai", "南京", "EC", 1, None, "applied", None),
)

# Latitude and longitude; one dealer is missing on the map.
PLACES = {
    "hz": (30.25, 120.17),
    "nb": (29.87, 121.55),
    "sx": (30.00, 120.58),
    "gz": (23.13, 113.26),
    "xm": (24.48, 118.09),
    "nj": (32.06, 118.79),
}


def build(stage):
    """Price lists, levels, territories and dealers of the chain."""
    env, company = stage.env, stage.chain
    levels = [_build_level(stage, *level) for level in LEVELS]
    name, chinese, percent = MARKUP
    markup = env["membership.dealer.markup"].create(
        {
            "name": name,
            "percent": percent,
            "rounding": 0.1,
            "company_id": company.id,
        }
    )
    stage.say_in_chinese(markup, "name", chinese)
    for level in levels:
        level.sub_markup_id = markup
    territories = {}
    for code, english, chinese in TERRITORIES:
        territory = env["membership.dealer.territory"].create(
            {"name": english, "code": code, "company_id": company.id}
        )
        stage.say_in_chinese(territory, "name", chinese)
        territories[code] = territory
    dealers = {}
    for facts in DEALERS:
        key = facts[0]
        dealers[key] = _build_dealer(stage, levels, territories, dealers, *facts)
        stage.name(dealers[key], f"dealer_{key}")


def _build_level(stage, name, chinese, percent, percent_many):
    company = stage.chain
    pricelist = stage.env["product.pricelist"].create(
        {
            "name": f"{name} −{percent} %",
            "dealer_only": True,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "item_ids": [
                fields.Command.create(
                    {
                        "applied_on": "3_global",
                        "min_quantity": quantity,
                        "compute_price": "percentage",
                        "percent_price": off,
                    }
                )
                for quantity, off in ((0, percent), (12, percent_many))
            ],
        }
    )
    stage.say_in_chinese(pricelist, "name", f"{chinese} {get_fold(percent)}")
    level = stage.env["membership.dealer.level"].create(
        {"name": name, "pricelist_id": pricelist.id, "company_id": company.id}
    )
    stage.say_in_chinese(level, "name", chinese)
    return level


def _build_dealer(
    stage,
    levels,
    territories,
    known,
    key,
    name,
    city,
    territory,
    level,
    upline,
    state,
    login,
):
    env, today = stage.env, stage.story.last_day
    firm = _build_firm(env, key, name, city)
    dealer = env["membership.dealer"].create(
        {
            "partner_id": firm.id,
            "company_id": stage.chain.id,
            "user_id": stage.users["manager"].id,
            "territory_id": territories[territory].id,
            "level_id": level is not None and levels[level].id,
            "upline_id": upline and known[upline].id,
            "agreement_from": today - timedelta(days=330),
            "agreement_until": today + timedelta(days=35),
        }
    )
    if state != "applied":
        dealer._change_state("approve")
    if state == "suspended":
        dealer._change_state("suspend", "三个月货款未结 Three months unpaid")
    if login:
        _open_shop(stage, firm, login)
    return dealer


def _build_firm(env, key, name, city):
    latitude, longitude = PLACES.get(key, (0, 0))
    return env["res.partner"].create(
        {
            "name": name,
            "is_company": True,
            "city": city,
            "country_id": env.ref("base.cn").id,
            "email": f"{key}@dealers.example.com",
            "partner_latitude": latitude,
            "partner_longitude": longitude,
        }
    )


def _open_shop(stage, firm, login):
    """Let a buyer of the dealer see its prices on the website."""
    user = (
        stage.env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "login": login,
                "name": f"采购 Buyer ({firm.name})",
                "email": f"{login}@dealers.example.com",
                "password": passwords()[login],
                "tz": ZONE,
                "company_id": stage.chain.id,
                "company_ids": [fields.Command.set(stage.chain.ids)],
                "group_ids": [
                    fields.Command.set(stage.env.ref("base.group_portal").ids)
                ],
            }
        )
    )
    user.partner_id.parent_id = firm
    stage.users[login] = stage.name(user, f"user_{login}")
