from odoo import fields, models

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
            ):
                names.setdefault(english, {})[code] = local
        return names
