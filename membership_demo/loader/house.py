"""The companies, their books, and the tree of outlets."""

from odoo import fields
from odoo.exceptions import UserError

from ..clock import ZONE
from ..story.catalogue import FRANCHISE, STORES
from .pictures import paint_sign
from .stage import CHINESE

CHAIN = "清和茶舍 Qinghe Tea"
FRANCHISEE = "平江茶业 Pingjiang Tea"
ZIPS = {"上海市": "200020", "杭州市": "310000", "广州市": "510000", "苏州市": "215000"}
REGIONS = (
    ("EAST", "East Region", "华东大区"),
    ("SOUTH", "South Region", "华南大区"),
)
# Code, name, type, code of the journal in the chart of accounts or of a new one.
JOURNALS = (
    ("wechat", "WeChat Pay", "微信支付", "bank", "WX"),
    ("alipay", "Alipay", "支付宝", "bank", "ZFB"),
    ("lianhua", "Lianhua Prepaid Card", "联华卡", "bank", "LH"),
)


def check(env):
    """Refuse a database in which somebody keeps books: the story would mix with them.

    :raises UserError: if there are journal items or members already
    """
    if env["account.move.line"].sudo().search_count([], limit=1) or env[
        "membership.member"
    ].sudo().search_count([], limit=1):
        raise UserError(
            env._(
                "This database has books or members of its own. Install the demo story "
                "in a new database, for example with setup/run."
            )
        )


def build(stage):
    """Companies with their chart of accounts, journals and outlets."""
    env = stage.env
    if CHINESE not in dict(env["res.lang"].get_installed()):
        env["res.lang"]._activate_and_install_lang(CHINESE)
    stage.chain = stage.name(_found_chain(env), "company_chain")
    stage.franchise = stage.name(_found_franchise(env), "company_franchise")
    env.user.company_ids |= stage.franchise
    env.ref("base.user_admin").write(
        {"company_ids": [fields.Command.link(stage.franchise.id)], "tz": ZONE}
    )
    for company in stage.companies:
        _open_books(stage, company)
    _open_outlets(stage)


def _found_chain(env):
    company = env.ref("base.main_company")
    company.write(
        {
            "name": CHAIN,
            "logo": paint_sign("Qinghe Tea"),
            **_prepare_address(env, "上海市", "黄浦区淮海中路300号"),
        }
    )
    company.partner_id.write({"tz": ZONE, "website": "https://tea.example.com"})
    return company


def _found_franchise(env):
    store = next(store for store in STORES if store.code == FRANCHISE)
    company = env["res.company"].create(
        {
            "name": FRANCHISEE,
            "logo": paint_sign("Pingjiang Tea"),
            "currency_id": env.ref("base.CNY").id,
            **_prepare_address(env, store.city, store.street),
        }
    )
    company.partner_id.tz = ZONE
    return company


def _prepare_address(env, city, street):
    return {
        "country_id": env.ref("base.cn").id,
        "zip": ZIPS.get(city),
        "city": city,
        "street": street,
    }


def _open_books(stage, company):
    """Chinese chart, yuan, prices with tax, and a journal for each way to pay."""
    env = stage.env(context={**stage.env.context, "allowed_company_ids": company.ids})
    company = company.with_env(env)
    # Not try_loading: it warns of a registry that is not ready, as in any install.
    env["account.chart.template"]._load("cn", company, install_demo=False)
    company.write(
        {
            "currency_id": env.ref("base.CNY").id,
            "account_price_include": "tax_included",
        }
    )
    company._set_up_membership_wallet()
    Method = env["membership.topup.method"]
    for method in Method.search([("company_id", "=", company.id)]):
        stage.methods[company.id, method.journal_id.type] = method
    _rename_defaults(stage, company)
    for code, name, chinese, journal_type, journal_code in JOURNALS:
        if code == "lianhua" and company == stage.franchise:
            continue
        journal = env["account.journal"].create(
            {"name": name, "type": journal_type, "code": journal_code}
        )
        method = Method.create(
            {
                "name": name,
                "journal_id": journal.id,
                "company_id": company.id,
                "sequence": 30 if code == "lianhua" else 5,
                "needs_reference": code == "lianhua",
            }
        )
        stage.say_in_chinese(journal, "name", chinese)
        stage.methods[company.id, code] = stage.say_in_chinese(method, "name", chinese)


def _rename_defaults(stage, company):
    """What the chart's own journals are called at the counter."""
    for code, name, chinese in (
        ("cash", "Cash", "现金"),
        ("bank", "Bank Card", "银行卡"),
    ):
        method = stage.methods[company.id, code]
        method.name = name
        stage.say_in_chinese(method, "name", chinese)


def _open_outlets(stage):
    Outlet = stage.env["membership.outlet"]
    for company in stage.companies:
        office = Outlet.search(
            [("company_id", "=", company.id), ("kind", "=", "head_office")], limit=1
        )
        stage.say_in_chinese(office, "name", "总部")
        stage.outlets["HQ" if company == stage.chain else "HQ-SZ"] = office
    for code, name, chinese in REGIONS:
        region = Outlet.create(
            {
                "code": code,
                "name": name,
                "kind": "region",
                "parent_id": stage.outlets["HQ"].id,
                "company_id": stage.chain.id,
            }
        )
        stage.outlets[code] = stage.say_in_chinese(region, "name", chinese)
    for store in STORES:
        outlet = Outlet.create(_prepare_store(stage, store))
        stage.outlets[store.code] = stage.say_in_chinese(outlet, "name", store.name_zh)
        stage.name(outlet, f"outlet_{store.code.lower()}")


def _prepare_store(stage, store):
    company = stage.get_company(store.code)
    address = stage.env["res.partner"].create(
        {
            "name": f"{company.name} · {store.name_zh}",
            "is_company": True,
            "company_id": company.id,
            **_prepare_address(stage.env, store.city, store.street),
        }
    )
    return {
        "code": store.code,
        "name": store.name_en,
        "kind": "store" if store.region else "franchise",
        "parent_id": stage.outlets[store.region or "HQ-SZ"].id,
        "company_id": company.id,
        "partner_id": address.id,
        "aliases": store.name_zh,
    }
