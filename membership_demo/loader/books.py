"""What the tills of a month took, in one journal entry per store."""

from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal

from odoo import fields

from ..story.catalogue import STORES

CENT = Decimal("0.01")
VAT = Decimal("1.13")


def untaxed(amount):
    """The part of a price with tax that is revenue."""
    return (amount / VAT).quantize(CENT, rounding=ROUND_HALF_UP)


class Takings:
    """A month of one store: a draft that entries name as their document, posted last.

    :ivar move: the ``account.move``
    """

    def __init__(self, stage, store, day):
        self.stage, self.store = stage, store
        self.company = stage.get_company(store)
        self.received = {}  # code of a top-up method: money that came in
        self.revenue = self.tax = self.spent = self.loaded = Decimal(0)
        self.topups = stage.env["membership.topup"]
        self.entry_ids = []
        journal = (
            stage.env["account.journal"]
            .with_company(self.company)
            ._ensure_company_account_journal()
        )
        outlet = stage.outlets[store].with_context(lang="zh_CN").name
        self.move = stage.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": journal.id,
                "company_id": self.company.id,
                "date": day,
                "ref": f"{outlet} 收银月结 Till takings {day:%Y-%m}",
            }
        )

    def sell(self, amount, spent, tender):
        """Count a sale (or, negative, a return) of which ``spent`` is stored value."""
        net = untaxed(amount)
        self.revenue += net
        self.tax += amount - net
        self.spent += spent
        self._receive(tender, amount - spent)

    def load(self, topup, code):
        """Count a top-up at the till."""
        amount = topup._get_exact("amount")
        self.loaded += amount
        self.topups |= topup
        self._receive(code, amount)

    def post(self, day):
        """Write the entry, post it and say what it books."""
        lines = self._prepare_lines()
        if not lines:
            self.move.unlink()
            return
        self.move.write(
            {
                "date": day,
                "line_ids": [fields.Command.create(line) for line in lines],
            }
        )
        self.move.action_post()
        Booking = self.stage.env["membership.wallet.booking"].sudo()
        entries = self.stage.env["membership.entry"].browse(self.entry_ids)
        Booking._link(entries, self.move)
        self.topups._set_booked(self.move)

    def _receive(self, code, amount):
        self.received[code] = self.received.get(code, Decimal(0)) + amount

    def _prepare_lines(self):
        company = self.company
        liability = company._get_membership_account("liability")
        tax = company.account_sale_tax_id.invoice_repartition_line_ids.account_id
        methods = self.stage.methods
        amounts = [
            *(
                (methods[company.id, code]._get_receiving_account(), amount, code)
                for code, amount in self.received.items()
            ),
            (liability, self.spent, "储值消费 Stored value spent"),
            (liability, -self.loaded, "充值 Top-ups"),
            (company.income_account_id, -self.revenue, "销售收入 Sales"),
            (tax[:1], -self.tax, "增值税 VAT"),
        ]
        return [
            {
                "account_id": account.id,
                "name": label,
                "balance": float(amount),
            }
            for account, amount, label in amounts
            if amount
        ]


class Books:
    """The takings of the current month, and what the jobs of a night do."""

    def __init__(self, stage):
        self.stage = stage
        self.open = {}

    def of(self, store, day):
        """The takings of ``store`` in the month of ``day``."""
        if store not in self.open:
            self.open[store] = Takings(self.stage, store, day)
        return self.open[store]

    def close(self, day):
        """Post the month of which ``day`` is the last (or the last that we know)."""
        self.stage.clock.set(datetime.combine(day, time(23, 30)))
        for store in [store.code for store in STORES if store.code in self.open]:
            self.open.pop(store).post(day)

    def expire(self, day):
        """What the nightly job would have posted and booked."""
        self.stage.clock.set(datetime.combine(day, time(0, 30)))
        Account = self.stage.env["membership.account"].sudo()
        while ids := Account._get_expiring_ids(day, 0):
            if not Account.browse(ids)._expire_lots(day):
                break
        Account._book_expired()
