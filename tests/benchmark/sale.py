"""A member pays at the till: card, part stored value, points.

Runs in Odoo's process; see inside.py.
"""

import random
import uuid
from statistics import median

from odoo.modules.registry import Registry

from .access import request
from .measure import Row, clock, interleave, tell
from .till import TOTAL, Till

STORED = 100


class MemberTill(Till):
    """A till that serves one member with enough stored value."""

    groups = (*Till.groups, "membership_ledger.group_till")

    def _set_up(self, env):
        super()._set_up(env)
        config = env["pos.config"].browse(self.config_id)
        config.membership_outlet_id = env["membership.outlet"].search([], limit=1)
        config._set_up_membership()
        methods = config.payment_method_ids._get_wallet_methods()
        self.stored_value_id = methods.id
        member = env["membership.member"]._enrol(
            {"name": "Lin Wei", "phone": f"+86138{random.randrange(10**8):08}"}
        )
        self.member_id, self.partner_id = member.id, member.partner_id.id
        self.card_id = member.card_ids.id
        wallet = member._get_wallet(env.company.currency_id)
        wallet._post(10_000_000, "opening", "benchmark", reason="Benchmark")
        self.holds = []

    def hold(self, _number):
        """Reserve the stored value, as when the cashier presses the button."""
        self.key = str(uuid.uuid4())
        seconds, _result = clock(self._hold)
        self.holds.append(1000 * seconds)

    def _hold(self):
        with self.request() as env:
            env["membership.till"].hold(
                self.session_id, self.key, self.member_id, self.card_id, str(STORED)
            )
            env.cr.commit()
            self.queries["hold"] = env.cr.sql_log_count

    def sell_to_member(self, _number):
        """The same goods to a member, partly from what was reserved."""
        order = self.prepare_order(
            [
                self.prepare_payment(self.stored_value_id, STORED, self.key),
                self.prepare_payment(self.cash_id, TOTAL - STORED),
            ],
            partner_id=self.partner_id,
            membership_member_id=self.member_id,
            membership_card_id=self.card_id,
        )
        self.queries["member"] = self.sync(order)[1]

    def sell_to_customer(self, number):
        """The same goods for cash to the same person, as core alone would sell them."""
        self.sell_plainly(number, self.partner_id)

    def check(self):
        """What was measured did happen: money was taken, points were earned."""
        with request(self.registry) as env:
            count = len(self.holds)
            member = env["membership.member"].browse(self.member_id)
            balance = member._get_wallet(env.company.currency_id).balance
            assert balance == 10_000_000 - STORED * count, balance
            assert member._get_points_account().balance > 0


def member_sale(suite, runs=100, **_options):
    """A sale to a member against a sale to anybody."""
    tell("member_sale: a sale to a member against a plain sale")
    till = MemberTill(Registry(suite))
    timings = interleave(
        till.sell_to_member, till.sell_plainly, runs, warm_up=10, before=till.hold
    )
    till.check()
    to_customer = interleave(till.sell_to_customer, till.sell_plainly, runs, warm_up=5)
    plain = timings.medians["baseline_median"]
    return [
        Row(
            name="member_sale",
            work="sale: card, part stored value, points",
            baseline="plain sale for cash",
            target=1.2,
            queries=till.queries["member"],
            baseline_queries=till.queries["plain"],
            extra_queries_max=12,
            **timings.medians,
        ),
        Row(
            name="customer_sale",
            work="the same for cash to a known customer: core alone",
            baseline="plain sale for cash",
            queries=till.queries["customer"],
            baseline_queries=till.queries["plain"],
            **to_customer.medians,
        ),
        Row(
            name="hold_call",
            work="reserving stored value for it",
            baseline="plain sale for cash",
            median=median(till.holds[-runs:]),
            baseline_median=plain,
            runs=runs,
            queries=till.queries["hold"],
            extra_queries_max=3,
        ),
    ]
