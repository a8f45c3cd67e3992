"""What Odoo's own loyalty costs for the same sale: points and eWallet, to compare.

Runs in Odoo's process, in a database without the suite; see inside.py.
"""

from odoo.fields import Command
from odoo.modules.registry import Registry

from .access import request
from .measure import Row, interleave, tell
from .till import TOTAL, Till

STORED = 100
EARNED = 12


class LoyaltyTill(Till):
    """A till with a points programme and an eWallet, serving one customer."""

    def _set_up(self, env):
        super()._set_up(env)
        partner = env["res.partner"].create({"name": "Lin Wei"})
        points = env["loyalty.program"].create(
            {
                "name": "Points",
                "program_type": "loyalty",
                "applies_on": "both",
                "trigger": "auto",
                "rule_ids": [
                    Command.create(
                        {"reward_point_mode": "money", "reward_point_amount": 0.1}
                    )
                ],
            }
        )
        wallet = env["loyalty.program"].create(
            {
                "name": "eWallet",
                "program_type": "ewallet",
                "applies_on": "future",
                "trigger": "auto",
                "reward_ids": [
                    Command.create(
                        {
                            "reward_type": "discount",
                            "discount_mode": "per_point",
                            "discount": 1,
                            "required_points": 1,
                        }
                    )
                ],
            }
        )
        cards = env["loyalty.card"].create(
            [
                {"program_id": points.id, "partner_id": partner.id, "points": 1},
                {"program_id": wallet.id, "partner_id": partner.id, "points": 10**7},
            ]
        )
        self.partner_id = partner.id
        self.points_card_id, self.wallet_card_id = cards.ids
        self.points_id, self.wallet_id = points.id, wallet.id
        self.reward_id = wallet.reward_ids.id
        self.reward_product_id = wallet.reward_ids.discount_line_product_id.id

    def sell_with_loyalty(self, _number):
        """Three calls, as core's till makes them: check, order, confirmation."""
        changes = {str(self.points_card_id): EARNED, str(self.wallet_card_id): -STORED}
        with self.request() as env:
            result = env["pos.order"].validate_coupon_programs(changes, [])
            assert result["successful"], result
            env.cr.commit()
            queries = env.cr.sql_log_count
        reward = self.prepare_line(
            self.reward_product_id,
            "eWallet",
            -STORED,
            is_reward_line=True,
            reward_id=self.reward_id,
            coupon_id=self.wallet_card_id,
            points_cost=STORED,
            reward_identifier_code="ewallet",
        )
        order_id, more = self.sync(
            self.prepare_order(
                [self.prepare_payment(self.cash_id, TOTAL - STORED)],
                partner_id=self.partner_id,
                more_lines=[reward],
            )
        )
        queries += more
        coupons = {
            str(self.points_card_id): self._prepare_change(
                self.points_card_id, self.points_id, EARNED
            ),
            str(self.wallet_card_id): self._prepare_change(
                self.wallet_card_id, self.wallet_id, -STORED, line_codes=["ewallet"]
            ),
        }
        with self.request() as env:
            env["pos.order"].browse(order_id).confirm_coupon_programs(coupons)
            env.cr.commit()
            self.queries["loyalty"] = queries + env.cr.sql_log_count

    @staticmethod
    def _prepare_change(card_id, program_id, points, **values):
        return {
            "points": points,
            "program_id": program_id,
            "coupon_id": card_id,
            "barcode": False,
            **values,
        }

    def check(self, count):
        """What was measured did happen: money was taken, points were given."""
        with request(self.registry) as env:
            cards = env["loyalty.card"].browse(
                [self.points_card_id, self.wallet_card_id]
            )
            found = cards.mapped("points")
            assert found == [1 + EARNED * count, 10**7 - STORED * count], found


def core_loyalty_sale(loyalty, runs=100, warm_up=10, **_options):
    """The sale with core's loyalty against a plain sale; no target."""
    tell("core_loyalty_sale: Odoo's own loyalty and eWallet, to compare")
    till = LoyaltyTill(Registry(loyalty))
    timings = interleave(till.sell_with_loyalty, till.sell_plainly, runs, warm_up)
    till.check(runs + warm_up)
    return [
        Row(
            name="core_loyalty_sale",
            work="the same with Odoo's loyalty and eWallet (3 calls)",
            baseline="plain sale for cash, without the suite",
            queries=till.queries["loyalty"],
            baseline_queries=till.queries["plain"],
            **timings.medians,
        )
    ]
