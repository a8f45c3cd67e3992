from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..const import BOOK


class ResCompany(models.Model):
    """Where gift cards are booked: apart from the stored value of members."""

    _inherit = "res.company"

    membership_gift_liability_account_id = fields.Many2one(
        "account.account",
        string="Gift Cards Outstanding",
        check_company=True,
        domain=[("account_type", "in", ("liability_current", "liability_non_current"))],
        help="What the company owes to whoever carries its gift cards: always the sum "
        "of their balances.",
    )
    membership_gift_breakage_account_id = fields.Many2one(
        "account.account",
        string="Gift Card Breakage",
        check_company=True,
        domain=[("internal_group", "in", ("income", "expense"))],
        help="What is left on expired cards when it is written off.",
    )

    membership_gift_order_account_id = fields.Many2one(
        "account.account",
        string="Gift Cards Ordered",
        check_company=True,
        domain=[("account_type", "in", ("liability_current", "liability_non_current"))],
        help="Gift cards on invoices that are not paid yet. The payment activates the "
        "cards and moves the amount on to gift cards outstanding.",
    )
    membership_gift_settlement_account_id = fields.Many2one(
        "account.account",
        string="Gift Cards: Settlement with Other Companies",
        check_company=True,
        domain=[
            ("reconcile", "=", True),
            (
                "account_type",
                "in",
                ("asset_receivable", "asset_current", "liability_payable"),
            ),
        ],
        help="What other main companies owe for gift cards, or are owed for them, "
        "where a type is shared. Each counterpart is a partner on it: a payment "
        "settles it.",
    )
    membership_gift_topup = fields.Boolean(
        string="Top Up Sold Gift Cards",
        help="Let operators add money to a card that was sold, up to the most that its "
        "type may hold. Rules for anonymous cards may forbid it.",
    )
    membership_gift_buy_back = fields.Boolean(
        string="Buy Gift Cards Back",
        help="Let managers pay out what is left on a card, with a reason. The card is "
        "recovered.",
    )

    # === CRUD METHODS === #
    def write(self, vals):
        """What is not settled yet would be lost from sight on another account."""
        name = "membership_gift_settlement_account_id"
        if name in vals:
            changed = self.filtered(lambda company: company[name].id != vals[name])
            changed[name]._check_gift_settled()
        return super().write(vals)

    # === BUSINESS METHODS === #
    def _check_gift_settlement(self, company, date=None):
        """Raise unless this issuer and ``company`` can book each other's gift cards.

        Asked when a type is shared, and before each sale and payment: a till that has
        taken a card must be able to close.

        :param company: the other main company
        :param date: on which it would be booked at the issuer; default: today
        :raises UserError: an account or a journal is missing, or the books are closed
        """
        issuer = self.sudo()
        for one in (issuer, company.sudo()):
            for role in ("gift_settlement", "gift_liability"):
                one._get_membership_account(role)
        journal = issuer._get_membership_journal()
        date = date or fields.Date.context_today(self)
        if locks := issuer._get_violated_lock_dates(date, False, journal):
            raise UserError(
                self.env._(
                    "%(issuer)s has closed its books until %(day)s: its gift cards "
                    "can be sold and taken at %(company)s again from the day after, or "
                    "when it opens them.",
                    issuer=issuer.name,
                    day=format_date(self.env, locks[-1][0]),
                    company=company.sudo().name,
                )
            )

    def _get_gift_account(self, issuer):
        """Where this company books what is on gift cards of ``issuer``.

        :returns: (``account.account``, ``res.partner`` to whom or by whom it is owed)
        """
        if issuer == self.root_id:
            return self._get_membership_account("gift_liability"), None
        return self._get_membership_account("gift_settlement"), issuer.partner_id

    # === HOOKS === #
    def _get_membership_books(self):
        return {**super()._get_membership_books(), BOOK: "gift_liability"}

    def _prepare_membership_accounts(self):
        accounts = super()._prepare_membership_accounts()
        near = accounts["liability"]["near"]
        return {
            **accounts,
            "gift_liability": {
                "name": "Gift cards outstanding",
                "account_type": "liability_current",
                "near": near,
            },
            "gift_order": {
                "name": "Gift cards ordered, not paid",
                "account_type": "liability_current",
                "near": near,
            },
            "gift_breakage": {
                "name": "Gift card breakage",
                "account_type": "income_other",
                "near": None,
            },
            # A receivable: it is settled and reconciled like what anybody owes.
            "gift_settlement": {
                "name": "Gift cards: settlement with other companies",
                "account_type": "asset_receivable",
                "near": None,
            },
        }

    def _get_membership_account_names(self):
        names = super()._get_membership_account_names()
        for code, _name in self.env["res.lang"].get_installed():
            env = self.with_context(lang=code).env
            for english, local in (
                ("Gift cards outstanding", env._("Gift cards outstanding")),
                ("Gift card breakage", env._("Gift card breakage")),
                (
                    "Gift cards ordered, not paid",
                    env._("Gift cards ordered, not paid"),
                ),
                (
                    "Gift cards: settlement with other companies",
                    env._("Gift cards: settlement with other companies"),
                ),
            ):
                names.setdefault(english, {})[code] = local
        return names
