"""Levels, cards, points and the bonus ladder: what the chain promises its members."""

from ..story.cards import TASTING_MONTHS, VALIDITY
from .stage import get_fold

LEVELS = (  # from the bottom up: Chinese name, points within six months, multiplier
    ("普通会员", 0, 1, "会员价与积分"),
    ("银卡会员", 1000, 1.2, "九五折，积分1.2倍，生日礼"),
    ("金卡会员", 3500, 1.5, "九折，积分1.5倍，新茶优先预订"),
    ("白金会员", 7000, 2, "八五折，双倍积分，专属品鉴会"),
)
BENEFITS = (
    "Points on every purchase",
    "5 % off, 1.2 times the points, a birthday gift",
    "10 % off, 1.5 times the points, first choice of the new harvest",
    "15 % off, double points, tastings by invitation",
)
LADDER = ((500, 30), (1000, 100), (3000, 450))
BONUS_MONTHS = 6
POINTS_MONTHS = 8


def build(stage):
    """Set up both companies alike: a franchisee runs the franchisor's programme."""
    for company in stage.companies:
        _set_levels(stage, company)
        _set_card_types(stage, company)
        _set_points(stage, company)
        _set_ladder(stage, company)
        unit = stage.env["membership.unit"]._for_currency(company.currency_id)
        stage.say_in_chinese(unit, "name", "人民币")


def _set_levels(stage, company):
    levels = stage.env["membership.level"]._get_ladder(company)
    for level, wanted, benefits in zip(levels, LEVELS, BENEFITS, strict=True):
        chinese, threshold, multiplier, text = wanted
        level.write(
            {
                "threshold": threshold,
                "points_multiplier": multiplier,
                "window_months": 6,
                "benefits": f"<p>{benefits}</p>",
            }
        )
        stage.say_in_chinese(level, "name", chinese)
        stage.say_in_chinese(level, "benefits", {benefits: text})
        if pricelist := level.pricelist_id:
            fold = get_fold(round(pricelist.item_ids.percent_price))
            stage.say_in_chinese(pricelist, "name", f"{chinese} {fold}")


def _set_card_types(stage, company):
    """Plastic, phone and tasting; numbers with a Luhn digit."""
    Type = stage.env["membership.card.type"]
    plastic = Type._get_default(company)
    plastic.write(
        {
            "name": "Member Card",
            "prefix": "62" if company == stage.chain else "66",
            "length": 12,
            "check_digit": "luhn",
            "validity_months": VALIDITY,
        }
    )
    phone, tasting = Type.create(
        [
            {
                "name": "E-Card",
                "code": "ECARD",
                "prefix": "63" if company == stage.chain else "67",
                "length": 12,
                "company_id": company.id,
                "validity_months": 0,
                # Who has no room in his wallet is enrolled at the till all the same.
                "at_till": True,
            },
            {
                "name": "Tasting Card",
                "code": "TASTING",
                "prefix": "69" if company == stage.chain else "68",
                "length": 10,
                "company_id": company.id,
                "validity_months": TASTING_MONTHS,
                "use_wallet": False,
            },
        ]
    )
    names = {plastic: "会员卡", phone: "电子会员卡", tasting: "品鉴卡"}
    for card_type, chinese in names.items():
        stage.say_in_chinese(card_type, "name", chinese)


def _set_points(stage, company):
    Rule = stage.env["membership.points.rule"]
    company.membership_points_months = POINTS_MONTHS
    base = Rule.search([("company_id", "=", company.id)], limit=1)
    values = {"name": "One point for each yuan", "points_per_unit": 1, "per_amount": 1}
    if base:
        base.write(values)
    else:
        base = Rule.create({**values, "company_id": company.id})
    multiplier = {
        "rule_type": "multiplier",
        "multiplier": 2,
        "company_id": company.id,
        "sequence": 20,
    }
    weekdays = ("mon", "wed", "thu", "fri", "sat", "sun")
    birthday, tuesday = Rule.create(
        [
            {
                **multiplier,
                "name": "Double points in the month of the birthday",
                "occasion": "birthday_month",
            },
            {
                **multiplier,
                "name": "Member day: double points on Tuesdays",
                **dict.fromkeys(weekdays, False),
            },
        ]
    )
    for rule, chinese in (
        (base, "每消费1元积1分"),
        (birthday, "生日月双倍积分"),
        (tuesday, "会员日：周二双倍积分"),
    ):
        stage.say_in_chinese(rule, "name", chinese)


def _set_ladder(stage, company):
    rules = stage.env["membership.topup.rule"].create(
        [
            {
                "name": f"Top up {amount}, get {bonus}",
                "amount_from": amount,
                "bonus_amount": bonus,
                "bonus_months": BONUS_MONTHS,
                "company_id": company.id,
            }
            for amount, bonus in LADDER
        ]
    )
    for rule, (amount, bonus) in zip(rules, LADDER, strict=True):
        stage.say_in_chinese(rule, "name", f"充{amount}送{bonus}")
