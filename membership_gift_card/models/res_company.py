from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

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

    # === CONSTRAINT METHODS === #
    @api.constrains(
        "membership_liability_account_id", "membership_gift_liability_account_id"
    )
    def _check_liabilities_differ(self):
        for company in self:
            gift = company.membership_gift_liability_account_id
            if gift and gift == company.membership_liability_account_id:
                raise ValidationError(
                    self.env._(
                        "Gift cards are owed on another account than the stored value "
                        "of members: choose another one than %(account)s.",
                        account=gift.display_name,
                    )
                )

    # === CRUD METHODS === #
    def write(self, vals):
        """The liability account stays while gift cards hold what it owes."""
        if "membership_gift_liability_account_id" in vals:
            self._check_can_change_gift_liability(
                vals["membership_gift_liability_account_id"]
            )
        return super().write(vals)

    def _check_can_change_gift_liability(self, account_id):
        Account = self.env["membership.account"].sudo()
        for company in self:
            old = company.membership_gift_liability_account_id
            domain = [
                ("company_id", "=", company.id),
                ("book", "=", BOOK),
                ("last_number", ">", 0),
            ]
            if old and old.id != account_id and Account.search_count(domain, limit=1):
                raise UserError(
                    self.env._(
                        "Gift cards of %(company)s are booked on %(account)s already: "
                        "the account stays, or the books would not tie any more.",
                        company=company.name,
                        account=old.display_name,
                    )
                )

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
            "gift_breakage": {
                "name": "Gift card breakage",
                "account_type": "income_other",
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
            ):
                names.setdefault(english, {})[code] = local
        return names
