from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import BOOK


class MembershipDealer(models.Model):
    """A dealer's prepaid balance: one account of the ledger per currency."""

    _inherit = "membership.dealer"

    account_ids = fields.One2many(
        "membership.account",
        "dealer_id",
        string="Prepaid Accounts",
        groups="membership_ledger.group_till,membership_ledger.group_auditor",
    )
    has_prepaid = fields.Boolean(compute="_compute_prepaid_balance", compute_sudo=True)
    prepaid_balance = fields.Monetary(
        compute="_compute_prepaid_balance",
        compute_sudo=True,
        currency_field="prepaid_currency_id",
        help="What the dealer has paid in, or earned, and not spent yet.",
    )
    prepaid_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Books"
    )
    sub_commission = fields.Float(
        string="Commission on Sub-dealers (%)",
        digits=(5, 2),
        tracking=True,
        help="When an invoice of a direct sub-dealer is paid, this part of it, without "
        "taxes, is credited to this dealer's balance.",
    )

    _sub_commission_range = models.Constraint(
        "CHECK (sub_commission BETWEEN 0 AND 100)",
        "A commission is a percentage between 0 and 100.",
    )

    # === COMPUTE METHODS === #
    @api.depends("account_ids.balance")
    def _compute_prepaid_balance(self):
        for dealer in self:
            account = dealer._origin and dealer._get_prepaid_account(create=False)
            dealer.has_prepaid = bool(account)
            dealer.prepaid_balance = account.balance if account else 0.0

    # === ACTION METHODS === #
    def action_view_prepaid_entries(self):
        """Open what moved this dealer's balance."""
        self.ensure_one()
        return self.sudo().account_ids.sudo(False).action_view_entries()

    # === BUSINESS METHODS === #
    def _get_prepaid_account(self, create=True):
        """The account that holds this dealer's money, in the company's currency.

        :returns: ``membership.account`` in sudo; empty if there is none and not created
        """
        self.ensure_one()
        dealer = self.sudo()
        currency = dealer.company_id.currency_id
        Account = self.env["membership.account"].sudo()
        # By currency: who only looks must not make the unit, which may be missing yet.
        domain = [
            ("dealer_id", "in", dealer.ids),
            ("unit_id.currency_id", "=", currency.id),
        ]
        account = Account.search(domain, limit=1)
        if account or not create:
            return account
        unit = self.env["membership.unit"]._for_currency(currency)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_account (name, unit_id, company_id, dealer_id,
                    book, balance, credited, held, credit_limit, overdrawn,
                    last_number, state, is_shared, create_uid, create_date,
                    write_uid, write_date)
                VALUES (%(name)s, %(unit)s, %(company)s, %(dealer)s, %(book)s, 0, 0, 0,
                    0, 0, 0, 'open', FALSE, %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (dealer_id, unit_id) WHERE dealer_id IS NOT NULL DO NOTHING
                """,
                name=dealer.display_name,
                unit=unit.id,
                company=dealer.company_id.id,
                dealer=dealer.id,
                book=BOOK,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_recordset(["account_ids"], flush=False)
        return Account.search(domain, limit=1)

    def _credit_prepaid(self, amount, kind, key, origin, account, ref):
        """Put money on the balance and book it, once.

        :param Decimal amount: above zero, in the currency of the company
        :param account: ``account.account`` that is debited
        :returns: the ledger entry
        """
        self.ensure_one()
        prepaid = self._get_prepaid_account()
        entry = prepaid._post(amount, kind, key, origin=origin, bucket="principal")
        Booking = self.env["membership.wallet.booking"].sudo()
        if not Booking.search_count([("entry_id", "=", entry.id)], limit=1):
            partner = self.sudo().partner_id
            Booking._post_counterpart(entry, account.sudo(), ref, partner=partner)
        return entry

    def _get_portal_values(self):
        """Adds the prepaid balance, what may be paid from it, and what to confirm."""
        values = super()._get_portal_values()
        account = self._get_prepaid_account(create=False)
        invoices = self._get_open_invoices()
        waiting = [("dealer_id", "=", self.id), ("state", "=", "sent")]
        return values | {
            "statement_count": self.env["membership.dealer.statement"]
            .sudo()
            .search_count(waiting),
            "prepaid": account.balance if account else 0.0,
            "available": float(account._get_exact("available")) if account else 0.0,
            "open_invoices": invoices,
        }

    def _get_open_invoices(self):
        """Posted invoices of this dealer that are not paid yet, the oldest first."""
        dealer = self.sudo()
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                    ("payment_state", "in", ("not_paid", "partial")),
                    ("commercial_partner_id", "=", dealer.partner_id.id),
                    ("company_id", "child_of", dealer.company_id.id),
                    ("currency_id", "=", dealer.company_id.currency_id.id),
                ],
                order="invoice_date_due, id",
                limit=50,
            )
        )

    def _pay_invoice(self, invoice, key):
        """Pay as much of an invoice as is due and there, from the balance, once.

        :param key: idempotency key of the payment
        :returns: the ledger entry; empty if there is nothing to pay or to pay with
        """
        self.ensure_one()
        account = self._get_prepaid_account(create=False)
        if not account:
            return account.env["membership.entry"]
        if entry := invoice._find_wallet_entry(account, key):
            return entry
        due = Decimal(f"{invoice.amount_residual:.{account.unit_id.decimals}f}")
        amount = min(due, account._get_exact("available"))
        if amount <= 0:
            return account.env["membership.entry"]
        invoice._check_can_settle(account, amount, "out_invoice")
        entry = account._hold(amount, key, origin=invoice)._capture()
        invoice._settle(entry)
        return entry
