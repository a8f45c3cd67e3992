"""Two tills with Odoo's own eWallet, without the suite; prints their ids as JSON.

Runs in Odoo's shell (``env`` is given), in a database without the suite.
"""

import json

CARDS = 20
PASSWORD = "till-password"

module = env["ir.module.module"].search([("name", "=", "pos_loyalty")])
module.button_immediate_install()
env = env(user=1)
company = env.company
if not company.chart_template:
    env["account.chart.template"].try_loading("generic_coa", company=company)
tea = env["product.product"].create(
    {
        "name": "Tea",
        "type": "service",
        "list_price": 50,
        "available_in_pos": True,
        "taxes_id": False,
    }
)
tills = []
for name in ("one", "two"):
    user = env["res.users"].create(
        {
            "name": f"Cashier {name}",
            "login": f"cashier_{name}",
            "password": PASSWORD,
            "group_ids": [
                (4, env.ref("base.group_user").id),
                (4, env.ref("point_of_sale.group_pos_user").id),
            ],
        }
    )
    config = env["pos.config"].create({"name": f"Till {name}"})
    session = (
        env["pos.session"]
        .with_user(user)
        .create({"config_id": config.id, "user_id": user.id})
    )
    session.set_opening_control(0, None)
    tills.append(
        {
            "login": user.login,
            "password": PASSWORD,
            "session": session.id,
            "user": user.id,
        }
    )
program = env["loyalty.program"].create(
    {
        "name": "eWallet",
        "program_type": "ewallet",
        "applies_on": "future",
        "trigger": "auto",
        "reward_ids": [
            (
                0,
                0,
                {
                    "reward_type": "discount",
                    "discount_mode": "per_point",
                    "discount": 1,
                    "required_points": 1,
                },
            )
        ],
    }
)
cards = env["loyalty.card"].create(
    [
        {
            "program_id": program.id,
            "points": 50,
            "partner_id": env["res.partner"].create({"name": f"Customer {n}"}).id,
        }
        for n in range(CARDS)
    ]
)
env.cr.commit()
print(
    "SHOP",
    json.dumps(
        {
            "company": company.id,
            "tea": tea.id,
            "tills": tills,
            "program": program.id,
            "reward": program.reward_ids.id,
            "reward_product": program.reward_ids.discount_line_product_id.id,
            "cards": [{"id": card.id, "partner": card.partner_id.id} for card in cards],
        }
    ),
)
