"""Cards for more than one person: a firm, a couple, a daughter; blanks in a drawer."""

from decimal import Decimal

FEATURES = ("company_groups", "links", "card_stock", "enrol_rules")
# Kind, code, name, Chinese, prefix, more.
TYPES = (
    (
        *("group", "COMPANY", "Company Card", "团体卡", "65"),
        {"limit_payment": 300, "limit_day": 500},
    ),
    (
        *("supplementary", "FAMILY", "Family Card", "附属卡", "66"),
        {"limit_payment": 100, "limit_day": 200},
    ),
    ("personal", "METAL", "Metal Card", "金属卡", "67", {"number_source": "stock"}),
)
FIRM = {"name": "星河科技有限公司 Xinghe Tech", "phone": "+862160000088"}
HOLDERS = (  # name, phone, limit per day (None: the type's)
    ("郭晓峰 Guo Xiaofeng", "+8619900007001", 1000),
    ("邓丽 Deng Li", "+8619900007002", None),
    ("范志强 Fan Zhiqiang", "+8619900007003", None),
    ("石磊 Shi Lei", "+8619900007004", None),
)
POOL = 3000
DAUGHTER = {"name": "小雨 Xiaoyu", "phone": "+8619900007011"}
SHARED = "夫妻共享积分 A couple shares its points"
BLANKS, SENT, BENT = 60, 25, 2
BENT_REASON = "印刷偏移 Misprinted"
OFFERED = (  # name, phone, spent
    ("卢芳 Lu Fang", "+8619900007021", 520),
    ("康宁 Kang Ning", "+8619900007022", 388),
    ("方圆 Fang Yuan", "+8619900007023", 342),
)


def build(stage):
    """Switch on what a firm needs, and let it use it."""
    _switch_on(stage)
    company, family, metal = (_make_type(stage, *row) for row in TYPES)
    _enrol_firm(stage, company)
    _share(stage, family)
    _fill_drawers(stage, metal)
    _offer(stage)


def _switch_on(stage):
    staff = stage.env.ref("base.group_user")
    for name in FEATURES:
        staff.implied_ids = [(4, stage.env.ref(f"membership_card.group_{name}").id)]


def _make_type(stage, kind, code, name, chinese, prefix, more):
    card_type = stage.env["membership.card.type"].create(
        {
            "name": name,
            "code": code,
            "kind": kind,
            "prefix": prefix,
            "length": 10,
            "company_id": stage.chain.id,
        }
        | more
    )
    return stage.say_in_chinese(card_type, "name", chinese)


def _enrol_firm(stage, card_type):
    """Four people on one pool; one of them has left."""
    outlet = stage.outlets["SH01"]
    firm = stage.env["membership.member"]._enrol_group(
        FIRM | {"type_id": card_type.id, "source": "counter"},
        [
            {"name": name, "phone": phone, "limit_day": limit}
            for name, phone, limit in HOLDERS
        ],
        outlet,
    )
    stage.env["membership.topup"].with_user(stage.users["store"])._topup(
        firm.with_user(stage.users["store"]),
        Decimal(POOL),
        stage.methods[stage.chain.id, "bank"],
        "demo:firm",
        outlet=outlet,
        reference="ICBC 2219-0071",
    )
    firm.card_ids.sorted("id")[-1:].with_user(stage.users["cards"])._take_step(
        "cancel", "员工离职 Left the company", outlet, identified_by="document"
    )
    stage.name(firm, "member_firm")


def _share(stage, card_type):
    """A daughter's card on her mother's money, and two who share their points."""
    mother, wife, husband = _find_extras(stage, 3)
    mother._issue_card(card_type, mother.outlet_id, holder=DAUGHTER)
    link = stage.env["membership.link"].create(
        {
            "member_id": wife.id,
            "linked_id": husband.id,
            "company_id": stage.chain.id,
            "unit_ids": [(6, 0, wife._get_points_account().unit_id.ids)],
            "reason": SHARED,
        }
    )
    link.with_user(stage.users["cards"]).action_link()


def _find_extras(stage, count):
    """Members of Xintiandi who have no part of their own in the story."""
    cast = {
        stage.members[person.number].id for person in stage.story.people if person.role
    }
    domain = [
        ("outlet_id", "=", stage.outlets["SH01"].id),
        ("state", "=", "active"),
        ("id", "not in", list(cast)),
        ("account_ids.unit_id.kind", "=", "money"),
    ]
    return stage.env["membership.member"].search(domain, order="id", limit=count)


def _fill_drawers(stage, card_type):
    """Numbered blanks came in, some went to a store, two were misprinted."""
    pattern = card_type._get_pattern()

    def move(kind, first, last, **vals):
        stage.env["membership.card.stock.move"].with_user(stage.users["cards"]).create(
            {
                "kind": kind,
                "type_id": card_type.id,
                "company_id": stage.chain.id,
                "outlet_id": stage.outlets["HQ"].id,
                "number_from": pattern.number(first),
                "number_to": pattern.number(last),
            }
            | vals
        ).action_done()

    move("receive", 1, BLANKS)
    move("transfer", 1, SENT, outlet_to_id=stage.outlets["SH01"].id)
    move("spoil", BLANKS - BENT + 1, BLANKS, reason=BENT_REASON)


def _offer(stage):
    """Three customers who spent enough today to be asked."""
    rule = stage.env["membership.enrol.rule"].create(
        {
            "name": "Spends ¥300 at once",
            "company_id": stage.chain.id,
            "trigger": "purchase",
            "amount": 300,
            "reaction": "offer",
        }
    )
    stage.say_in_chinese(rule, "name", "单次消费满 300 元")
    for name, phone, spent in OFFERED:
        customer = stage.env["res.partner"].create({"name": name, "phone": phone})
        rule._react(customer, spent)
