"""Who wants a card just now: applications at each step, special cards too."""

import re
from datetime import timedelta

from .pictures import paint_sign

GROUP = "membership_application.group_special_"
CHARTER = (
    "<h4>1. Who can be a member</h4><p>Everybody from 16 years, with a phone.</p>"
    "<h4>2. Points and stored value</h4><p>Points are good for 8 months. Stored value "
    "never lapses; the part that was given as a bonus is good for 6 months.</p>"
    "<h4>3. Your data</h4><p>We keep what is needed for your membership, and show it "
    "to you at any time.</p>"
)
CHARTER_CHINESE = (
    "<h4>一、入会条件</h4><p>年满 16 周岁并持有手机号的顾客均可入会。</p>"
    "<h4>二、积分与储值</h4>"
    "<p>积分有效期 8 个月；储值本金长期有效，赠金有效期 6 个月。</p>"
    "<h4>三、个人信息</h4><p>我们仅保留会员服务所需的信息，您可随时查询。</p>"
)
# What is copied onto applications has one language.
IDENTITY = "身份证或营业执照 Identity card or licence"
PHOTO = "照片 Photo"
TERM = re.compile(r">([^<]+)</")
APPROVERS = (  # login, name, group
    ("operations", "罗建国 Luo Jianguo", "operations"),
    ("finance", "唐慧 Tang Hui", "finance"),
    ("general", "邵怀远 Shao Huaiyuan", "general_manager"),
)
PEOPLE = (  # state, name, phone, outlet, source, more
    ("draft", "钱雨桐 Qian Yutong", "139 1600 2201", "SH01", "website", {}),
    ("submitted", "何俊 He Jun", "139 1600 2202", "SH01", "website", {}),
    ("submitted", "冯晓 Feng Xiao", "139 1600 2203", "HZ01", "counter", {}),
    (
        *("review", "苏锦 Su Jin", "139 1600 2204", "GZ01", "counter"),
        {
            "kind": "company",
            "company_name": "锦程会展有限公司",
            "licence_number": "91440101MA5D0001X",
            "legal_representative": "苏锦程",
        },
    ),
    (
        *("approved", "谢安 Xie An", "139 1600 2205", "SH01", "counter"),
        {"delivery": "post", "delivery_address": "上海市徐汇区衡山路 1 号"},
    ),
    ("refused", "田野 Tian Ye", "139 1600 2206", "HZ01", "website", {}),
    ("cancelled", "魏然 Wei Ran", "139 1600 2207", "SH01", "call_centre", {}),
)
REFUSAL = "身份证照片不清晰，请重新提交。The photo of the identity card cannot be read."


def build(stage):
    """Papers that a card can ask for, who approves, and people at every step."""
    stage.chain.write(
        {"membership_apply_is_open": True, "membership_apply_mode": "review"}
    )
    approvers = _hire_approvers(stage)
    charter = _write_charter(stage)
    vip, special = _make_types(stage)
    for row in PEOPLE:
        _apply(stage, vip, charter, *row)
    _apply_for_member(stage, vip, charter)
    _ask_for_special(stage, special, approvers)


def _hire_approvers(stage):
    Users = stage.env["res.users"].with_context(no_reset_password=True)
    return Users.create(
        [
            {
                "login": login,
                "name": name,
                "email": f"{login}@tea.example.com",
                "company_id": stage.chain.id,
                "company_ids": [(6, 0, stage.chain.ids)],
                "group_ids": [
                    (4, stage.env.ref("base.group_user").id),
                    (4, stage.env.ref(f"{GROUP}{group}").id),
                ],
            }
            for login, name, group in APPROVERS
        ]
    )


def _write_charter(stage):
    charter = stage.env["membership.charter"].create(
        {
            "name": "Membership Charter",
            "version": str(stage.story.last_day.year),
            "valid_from": stage.story.last_day - timedelta(days=300),
            "text": CHARTER,
            "company_id": stage.chain.id,
        }
    )
    stage.say_in_chinese(charter, "name", "会员章程")
    if "zh_CN" in dict(stage.env["res.lang"].get_installed()):
        # Term by term: a text written as a whole would become the English one, too.
        terms = zip(TERM.findall(CHARTER), TERM.findall(CHARTER_CHINESE), strict=True)
        charter.update_field_translations("text", {"zh_CN": dict(terms)})
    return charter


def _make_types(stage):
    """A card that asks for papers, and a special one that still has to be approved."""
    vip, special = stage.env["membership.card.type"].create(
        [
            {
                "name": "VIP Card",
                "code": "VIP",
                "prefix": "61",
                "length": 12,
                "company_id": stage.chain.id,
                "needs_charter": True,
                "needs_signature": True,
                "on_website": True,
                "at_till": True,
                "requirement_ids": [
                    (
                        *(0, 0),
                        {"name": IDENTITY, "needs_document": True},
                    ),
                    (0, 0, {"name": PHOTO, "is_required": False}),
                ],
            },
            {
                "name": "Partner Card",
                "code": "PARTNER",
                "kind": "special",
                "prefix": "60",
                "length": 12,
                "company_id": stage.chain.id,
            },
        ]
    )
    stage.env["membership.card.type"]._get_default(stage.chain).on_website = True
    stage.say_in_chinese(vip, "name", "贵宾卡")
    stage.say_in_chinese(special, "name", "合作伙伴卡")
    return vip, special


def _apply(stage, card_type, charter, state, name, phone, store, source, more):
    application = stage.env["membership.application"].create(
        {
            "contact_name": name,
            "phone": phone,
            "type_id": card_type.id,
            "company_id": stage.chain.id,
            "outlet_id": stage.outlets[store].id,
            "source": source,
            "lang": "en_US",
        }
        | more
    )
    if state not in ("draft", "cancelled"):
        application.charter_id = charter
        application.signature = paint_sign("Signed")
        application.document_ids.create(
            {
                "application_id": application.id,
                "check_id": application.check_ids[0].id,
                "name": "scan.png",
                "file": paint_sign("Sample"),
            }
        )
    _bring_to(stage, application, state)
    return application


def _bring_to(stage, application, state):
    """By the steps that people take, with the rights that they have."""
    clerk = application.with_user(stage.users["cards"])
    paths = {
        "draft": [],
        "submitted": ["submit"],
        "review": ["submit", "review"],
        "approved": ["submit", "tick", "approve"],
        "issued": ["submit", "tick", "approve", "issue"],
        "cancelled": ["cancel"],
    }
    if state == "refused":
        clerk.action_submit()
        application._change_state("refuse", REFUSAL)
        return
    for step in paths[state]:
        if step == "tick":
            clerk.check_ids.is_done = True
        else:
            getattr(clerk, f"action_{step}")()


def _apply_for_member(stage, card_type, charter):
    """A member who got one more card."""
    member = stage.members[stage.story.play("patron").number]
    partner = member.partner_id
    application = _apply(
        *(stage, card_type, charter, "submitted", partner.name, partner.phone),
        *("SH01", "counter", {"member_id": member.id}),
    )
    clerk = application.with_user(stage.users["cards"])
    clerk.check_ids.is_done = True
    clerk.action_approve()
    clerk.action_issue()


def _ask_for_special(stage, card_type, approvers):
    """Approved by operations, waiting for finance."""
    application = (
        stage.env["membership.application"]
        .with_user(stage.users["cards"])
        .create(
            {
                "contact_name": stage.users["cards"].name,
                "phone": "021 6000 0001",
                "type_id": card_type.id,
                "company_id": stage.chain.id,
                "quantity": 200,
                "discount_rate": 12,
                "benefit": "酒店伙伴的客人，店内消费 88 折。"
                "Guests of the partner hotel, 12 % off in our stores.",
            }
        )
    )
    application.action_submit()
    application.with_user(approvers[0]).action_approve()
