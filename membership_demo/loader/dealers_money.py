"""Money between the chain and its dealers: transfers, and a rebate."""

from datetime import timedelta

# Dealer, amount, days ago, reference on the slip, through which way (None: not seen).
DEPOSITS = (
    ("hz", 20000, 12, "ICBC 8821-0457", "bank"),
    ("gz", 8000, 1, "CMB 3310-7719", None),
)
REBATE = ("Monthly rebate", "月度返利", ((30000, 1), (100000, 2.5)))


def build(stage):
    """One transfer that finance has confirmed, one to look for, a rebate rule."""
    env, chain = stage.env, stage.chain
    name, chinese, tiers = REBATE
    rule = env["membership.dealer.rebate.rule"].create(
        {
            "name": name,
            "period": "month",
            "company_id": chain.id,
            "tier_ids": [
                (0, 0, {"turnover_from": turnover, "percent": percent})
                for turnover, percent in tiers
            ],
        }
    )
    stage.say_in_chinese(rule, "name", chinese)
    for dealer, amount, days, reference, way in DEPOSITS:
        deposit = env["membership.dealer.deposit"].create(
            {
                "dealer_id": env.ref(f"__demo__.dealer_{dealer}").id,
                "amount": amount,
                "transferred_on": stage.story.last_day - timedelta(days=days),
                "transfer_reference": reference,
                "method_id": way and stage.methods[chain.id, way].id,
            }
        )
        if way:
            deposit._change_state("confirm")
