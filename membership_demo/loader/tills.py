"""One till per store, ready to be opened: cash, three electronic ways, stored value."""

from odoo import fields

from ..story.catalogue import STORES
from .stage import CHINESE


def build(stage):
    """Payment methods per company, then a till with a cash drawer per store."""
    electronic = {
        company: _create_payment_methods(stage, company) for company in stage.companies
    }
    for store in STORES:
        company = stage.get_company(store.code)
        env = _in_company(stage, company)
        till = env["pos.config"].create(
            {
                "name": f"{store.name_zh} {store.name_en}",
                "company_id": company.id,
                "membership_outlet_id": stage.outlets[store.code].id,
                "payment_method_ids": [
                    fields.Command.set(
                        [
                            _create_drawer(stage, env, store).id,
                            *electronic[company].ids,
                        ]
                    )
                ],
            }
        )
        till._set_up_membership()
        stage.name(till, f"till_{store.code.lower()}")


def _in_company(stage, company):
    return stage.env(context={**stage.env.context, "allowed_company_ids": company.ids})


def _create_payment_methods(stage, company):
    """WeChat, Alipay and bank card: on the journals of the top-up methods."""
    Method = _in_company(stage, company)["pos.payment.method"]
    found = Method.browse()
    for sequence, code in enumerate(("wechat", "alipay", "bank"), 1):
        topup = stage.methods[company.id, code]
        method = Method.create(
            {
                "name": topup.name,
                "journal_id": topup.journal_id.id,
                "company_id": company.id,
                "sequence": sequence,
            }
        )
        chinese = topup.with_context(lang=CHINESE).name
        found |= stage.say_in_chinese(method, "name", chinese)
    return found


def _create_drawer(stage, env, store):
    """A till counts its own cash: a drawer per till is what core asks for."""
    company = stage.get_company(store.code)
    cash = stage.methods[company.id, "cash"].journal_id
    journal = env["account.journal"].create(
        {
            "name": f"Cash {store.code}",
            "type": "cash",
            "code": f"C{store.code}"[:5],
            "company_id": company.id,
            "default_account_id": cash.default_account_id.id,
        }
    )
    method = env["pos.payment.method"].create(
        {
            "name": "Cash",
            "journal_id": journal.id,
            "company_id": company.id,
            "sequence": 0,
        }
    )
    return stage.say_in_chinese(method, "name", "现金")
