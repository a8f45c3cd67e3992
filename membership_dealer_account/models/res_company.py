from odoo import fields, models

from ..const import BOOK


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
