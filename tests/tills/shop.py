"""A small shop on a committed database, made from inside Odoo; prints its ids as JSON.

Runs in Odoo's shell (``env`` is given): a company with a chart of accounts, an outlet,
two tills with cashiers, tea without taxes, and members who each hold 50.00.
"""

import json

MEMBERS = 130
GIFTS = 40  # the first half of them is sold, with 50.00 on each
PASSWORD = "till-password"

company = env.company
if not company.chart_template:
    env["account.chart.template"].try_loading("generic_coa", company=company)
company.account_sale_tax_id = False
outlet = env["membership.outlet"].search([("company_id", "=", company.id)], limit=1)
outlet = outlet or env["membership.outlet"].create({"name": "Shop", "code": "SHOP"})
tea = env["product.product"].create(
    {
        "name": "Tea",
        "type": "service",
        "list_price": 10,
        "available_in_pos": True,
        "taxes_id": False,
    }
)
groups = ["base.group_user", "point_of_sale.group_pos_user"]
groups.append("membership_ledger.group_operator")
tills = []
for name in ("one", "two"):
    user = env["res.users"].create(
        {
            "name": f"Cashier {name}",
            "login": f"cashier_{name}",
            "password": PASSWORD,
            "group_ids": [(4, env.ref(group).id) for group in groups],
        }
    )
    journal = env["account.journal"].create(
        {"name": f"Cash {name}", "type": "cash", "code": f"C{name[:3].upper()}"}
    )
    cash = env["pos.payment.method"].create(
        {"name": f"Cash {name}", "journal_id": journal.id}
    )
    config = env["pos.config"].create(
        {
            "name": f"Till {name}",
            "payment_method_ids": [(6, 0, cash.ids)],
            "membership_outlet_id": outlet.id,
        }
    )
    config._set_up_membership()
    session = (
        env["pos.session"]
        .with_user(user)
        .create({"config_id": config.id, "user_id": user.id})
    )
    session.set_opening_control(0, None)
    stored_value = config.payment_method_ids._get_wallet_methods()
    gift = config.payment_method_ids._get_gift_methods()
    tills.append(
        {
            "login": user.login,
            "password": PASSWORD,
            "session": session.id,
            "cash": cash.id,
            "stored_value": stored_value.id,
            "gift": gift.id,
            "user": user.id,
        }
    )
method = env["membership.topup.method"].search(
    [("company_id", "=", company.id)], limit=1
)
members = []
for number in range(MEMBERS):
    member = env["membership.member"]._enrol(
        {"name": f"Member {number}", "phone": f"+1202555{number + 1000:04}"},
        outlet=outlet,
    )
    env["membership.topup"]._topup(member, 50, method, f"start:{number}", outlet=outlet)
    members.append(
        {
            "id": member.id,
            "card": member.card_ids[:1].id,
            "code": member.card_ids[:1].barcode,
            "partner": member.partner_id.id,
            "wallet": member._get_wallet().id,
        }
    )
gift_type = env["membership.gift.type"].create({"name": "Gift", "code": "G"})
Gift = env["membership.gift.card"].sudo()
blanks = Gift._receive(gift_type, outlet, gift_type._next_numbers(GIFTS))
gifts = [{"id": card.id, "number": card.number, "code": card.code} for card in blanks]
for card in blanks[: GIFTS // 2]:
    card._sell(50, f"start:{card.id}", method=method, outlet=outlet)
env.cr.commit()
print(
    "SHOP",
    json.dumps(
        {
            "company": company.id,
            "tea": tea.id,
            "topup": env.ref("membership_pos.product_topup").id,
            "gift_card": env.ref("membership_pos_gift_card.product_gift_card").id,
            "gifts": gifts,
            "tills": tills,
            "members": members,
        }
    ),
)
