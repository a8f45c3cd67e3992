from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import BOOK

LIABILITY = "membership_dealer_liability_account_id"


class ResCompany(models.Model):
    """Where dealers' prepaid money is booked: apart from members' stored value."""

    _inherit = "res.company"

    membership_dealer_liability_account_id = fields.Many2one(
        "account.account",
        string="Dealer Prepayments",
        check_company=True,
        domain=[("account_type", "in", ("liability_current", "liability_non_current"))],
        help="What the company owes to its dealers: always the sum of their balances.",
    )
    membership_dealer_rebate_account_id = fields.Many2one(
        "account.account",
        string="Dealer Rebates",
        check_company=True,
        domain=[("internal_group", "in", ("income", "expense"))],
        help="What rebates and commissions of dealers cost.",
    )

    # === CONSTRAINT METHODS === #
    @api.constrains("membership_liability_account_id", LIABILITY)
    def _check_dealer_liability_differs(self):
        for company in self:
            account = company[LIABILITY]
            if account and account == company.membership_liability_account_id:
                raise ValidationError(
                    self.env._(
                        "Dealers' money is owed on another account than the stored "
                        "value of members: choose another one than %(account)s.",
                        account=account.display_name,
                    )
                )

    # === CRUD METHODS === #
    def write(self, vals):
        """The liability account stays while balances of dealers stand on it."""
        if LIABILITY in vals:
            self._check_can_change_dealer_liability(vals[LIABILITY])
        return super().write(vals)

    def _check_can_change_dealer_liability(self, account_id):
        Account = self.env["membership.account"].sudo()
        for company in self:
            old = company[LIABILITY]
            domain = [
                ("company_id", "=", company.id),
                ("book", "=", BOOK),
                ("last_number", ">", 0),
            ]
            if old and old.id != account_id and Account.search_count(domain, limit=1):
                raise UserError(
                    self.env._(
                        "Dealers' money of %(company)s is booked on %(account)s "
                        "already: the account stays, or the books would not tie.",
                        company=company.name,
                        account=old.display_name,
                    )
                )

    # === HOOKS === #
    def _get_membership_books(self):
        return {**super()._get_membership_books(), BOOK: "dealer_liability"}

    def _prepare_membership_accounts(self):
        accounts = super()._prepare_membership_accounts()
        return {
            **accounts,
            "dealer_liability": {
                "name": "Dealer prepayments",
                "account_type": "liability_current",
                "near": accounts["liability"]["near"],
            },
            "dealer_rebate": {
                "name": "Dealer rebates",
                "account_type": "expense",
                "near": None,
            },
        }

    def _get_membership_account_names(self):
        names = super()._get_membership_account_names()
        for code, _name in self.env["res.lang"].get_installed():
            env = self.with_context(lang=code).env
            for english, local in (
                ("Dealer prepayments", env._("Dealer prepayments")),
                ("Dealer rebates", env._("Dealer rebates")),
            ):
                names.setdefault(english, {})[code] = local
        return names
