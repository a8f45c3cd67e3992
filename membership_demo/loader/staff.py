"""The people who work here, with the rights that their work needs and no more."""

import csv
from pathlib import Path

from odoo import fields

from ..clock import ZONE
from ..story.catalogue import FRANCHISE

LOGINS = Path(__file__).parent.parent / "data" / "logins.csv"

# Login, name, outlet, groups; who is not in logins.csv has no password.
STAFF = (
    (
        *("manager", "沈志远 Shen Zhiyuan", "HQ"),
        "membership_ledger.group_manager point_of_sale.group_pos_manager "
        "account.group_account_manager account.group_account_user "
        "product.group_product_manager base.group_partner_manager",
    ),
    (
        *("cards", "叶静 Ye Jing", "HQ"),
        "membership_ledger.group_card_centre",
    ),
    (
        *("store", "徐丽 Xu Li", "SH01"),
        "membership_ledger.group_operator membership_ledger.group_card_centre "
        "point_of_sale.group_pos_manager",
    ),
    (
        *("cashier", "周敏 Zhou Min", "SH01"),
        "membership_ledger.group_operator point_of_sale.group_pos_user",
    ),
    (
        *("cashier.hz", "胡佳 Hu Jia", "HZ01"),
        "membership_ledger.group_operator point_of_sale.group_pos_user",
    ),
    (
        *("cashier.gz", "梁伟明 Liang Weiming", "GZ01"),
        "membership_ledger.group_operator point_of_sale.group_pos_user",
    ),
    (
        *("franchise", "顾清 Gu Qing", FRANCHISE),
        "membership_ledger.group_operator point_of_sale.group_pos_user",
    ),
    (
        *("auditor", "韩文博 Han Wenbo", "HQ"),
        "membership_ledger.group_auditor account.group_account_readonly",
    ),
)
SEES_BOTH = ("manager", "auditor")
CASHIERS = {
    "SH01": "cashier",
    "HZ01": "cashier.hz",
    "GZ01": "cashier.gz",
    FRANCHISE: "franchise",
}


def passwords():
    """{login: password} of the logins that setup/run prints."""
    with LOGINS.open(encoding="utf-8", newline="") as file:
        return {row["login"]: row["password"] for row in csv.DictReader(file)}


def build(stage):
    """One user per job."""
    known = passwords()
    users = (
        stage.env["res.users"]
        .with_context(no_reset_password=True)
        .create([_prepare_user(stage, known, *person) for person in STAFF])
    )
    for user in users:
        xml_id = f"user_{user.login.replace('.', '_')}"
        stage.users[user.login] = stage.name(user, xml_id)


def _prepare_user(stage, known, login, name, store, groups):
    company = stage.get_company(store)
    companies = stage.companies if login in SEES_BOTH else company
    groups = ["base.group_user", *groups.split()]
    vals = {
        "login": login,
        "name": name,
        "email": f"{login}@tea.example.com",
        "tz": ZONE,
        "lang": "en_US",
        "company_id": company.id,
        "company_ids": [fields.Command.set(companies.ids)],
        "membership_outlet_id": stage.outlets[store].id,
        "group_ids": [fields.Command.link(stage.env.ref(group).id) for group in groups],
    }
    if login in known:
        vals["password"] = known[login]
    return vals


def open_portal(stage, member, login):
    """Let a member see the portal."""
    user = (
        stage.env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "login": login,
                "partner_id": member.partner_id.id,
                "password": passwords()[login],
                "tz": ZONE,
                "company_id": member.company_id.id,
                "company_ids": [fields.Command.set(member.company_id.ids)],
                "group_ids": [
                    fields.Command.set(stage.env.ref("base.group_portal").ids)
                ],
            }
        )
    )
    stage.users[login] = stage.name(user, f"user_{login}")
