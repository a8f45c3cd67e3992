"""The tea merchants' club that the chain runs: member units, meetings, posts, dues."""

from datetime import timedelta

# Dimension, name, Chinese, dues a year.
CLASSES = (
    ("role", "Board Member", "理事单位", 3000),
    ("role", "Member", "会员单位", 1000),
    ("kind", "Tea Garden", "茶园", 0),
    ("kind", "Trade", "商贸", 0),
    ("region", "Zhejiang", "浙江", 0),
    ("region", "Fujian", "福建", 0),
    ("industry", "Green Tea", "绿茶", 0),
    ("industry", "Oolong", "乌龙茶", 0),
)
UNITS = (  # name, representative, deputy, role, kind, region, industry
    ("西湖梅家坞茶园 Meijiawu Garden", "杨帆 Yang Fan", "毛宁 Mao Ning", 0, 2, 4, 6),
    ("武夷岩骨茶业 Wuyi Yangu", "江涛 Jiang Tao", "柯敏 Ke Min", 0, 2, 5, 7),
    ("安溪铁观音合作社 Anxi Co-op", "林海 Lin Hai", "黄蓉 Huang Rong", 1, 2, 5, 7),
    ("宁波港茶叶进出口 Ningbo Port Tea", "贺飞 He Fei", "孔洁 Kong Jie", 1, 3, 4, 6),
    ("福鼎白茶商行 Fuding White", "施展 Shi Zhan", None, 1, 3, 5, 7),
)
# Days ago, name, how each unit was there: in Person, by Deputy, Excused, Unattended.
MEETINGS = (
    (270, "春茶品鉴会 Spring Tasting", "PPPPP"),
    (180, "理事会 Board Meeting", "PDPUU"),
    (90, "年度大会 General Meeting", "PPEPU"),
    (20, "秋季例会 Autumn Meeting", "PDPEU"),
    (-25, "年终会 Year-end Meeting", ""),
)
OUTCOMES = {"P": "in_person", "D": "deputy", "E": "excused", "U": "unattended"}
POSTS = (  # name, Chinese, months, unit that holds it (None: vacant)
    ("President", "会长", 36, 0),
    ("Vice President", "副会长", 36, 1),
    ("Secretary", "秘书长", 24, None),
)


def build(stage):
    """A club of five, one of which does not come any more."""
    classes = [_make_class(stage, *row) for row in CLASSES]
    units = [_admit(stage, classes, *row) for row in UNITS]
    for row in POSTS:
        _fill_post(stage, units, *row)
    for row in MEETINGS:
        _meet(stage, *row)
    club = stage.env["membership.association.rule"].with_company(stage.chain)
    club.action_load_usual()
    club.search([("company_id", "=", stage.chain.id)])._propose(stage.chain)
    dues = stage.env["membership.association.due"].with_company(stage.chain)
    dues.action_charge_year()
    dues = dues.search([], order="id")
    dues[:1].action_invoice()
    dues[:1].move_id.action_post()


def _make_class(stage, dimension, name, chinese, due):
    vals = {
        "dimension": dimension,
        "name": name,
        "yearly_due": due,
        "company_id": stage.chain.id,
    }
    new = stage.env["membership.association.class"].create(vals)
    return stage.say_in_chinese(new, "name", chinese)


def _admit(stage, classes, name, head, deputy, role, kind, region, industry):
    Partner = stage.env["res.partner"]
    firm = Partner.create({"name": name, "is_company": True})
    people = [
        person and Partner.create(_prepare_person(firm, person, number)).id
        for number, person in enumerate((head, deputy))
    ]
    return stage.env["membership.association.unit"].create(
        {
            "partner_id": firm.id,
            "company_id": stage.chain.id,
            "representative_id": people[0],
            "deputy_id": people[1],
            "role_id": classes[role].id,
            "kind_id": classes[kind].id,
            "region_id": classes[region].id,
            "industry_id": classes[industry].id,
            "joined_on": stage.story.last_day - timedelta(days=500),
        }
    )


def _prepare_person(firm, name, number):
    last = f"{2 * firm.id + number:04d}"[-4:]
    return {
        "name": name,
        "parent_id": firm.id,
        "phone": f"+861990009{last}",
        "email": f"{name.rpartition(' ')[2].lower()}{number}@club.example.com",
    }


def _fill_post(stage, units, name, chinese, months, holder):
    post = stage.env["membership.association.post"].create(
        {"name": name, "term_months": months, "company_id": stage.chain.id}
    )
    stage.say_in_chinese(post, "name", chinese)
    if holder is not None:
        stage.env["membership.association.term"].create(
            {
                "post_id": post.id,
                "unit_id": units[holder].id,
                "date_from": stage.story.last_day - timedelta(days=400),
            }
        )


def _meet(stage, days_ago, name, outcomes):
    meeting = stage.env["membership.association.meeting"].create(
        {
            "name": name,
            "date": stage.story.last_day - timedelta(days=days_ago),
            "place": "杭州 Hangzhou",
            "company_id": stage.chain.id,
        }
    )
    meeting.action_call()
    lines = meeting.attendance_ids.sorted(lambda line: line.unit_id.id)
    for line, letter in zip(lines, outcomes, strict=False):
        line.outcome = OUTCOMES[letter]
    if outcomes:
        meeting.action_hold()
