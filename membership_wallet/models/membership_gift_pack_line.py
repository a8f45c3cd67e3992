from odoo import api, fields, models


class MembershipGiftPackLine(models.Model):
    """Bonus money in a gift pack."""

    _inherit = "membership.gift.pack.line"

    kind = fields.Selection(
        selection_add=[("bonus", "Bonus Money")], ondelete={"bonus": "set default"}
    )
    bonus_months = fields.Integer(
        string="Bonus Is Good For",
        default=6,
        help="Months after which bonus money lapses; 0: never.",
    )

    _bonus_positive = models.Constraint(
        "CHECK (kind <> 'bonus' OR amount > 0 AND bonus_months >= 0)",
        "Say how much bonus money is given.",
    )

    # === CONSTRAINT METHODS === #
    @api.constrains("kind")
    def _check_bonus_account(self):
        """Without the accounts an enrolment would fail: say so here."""
        for line in self.filtered(lambda line: line.kind == "bonus"):
            line.company_id.sudo()._get_membership_account("promotion")
            line.company_id.sudo()._get_membership_account("liability")

    # === HOOKS === #
    def _describe(self):
        if self.kind != "bonus":
            return super()._describe()
        amount = self.currency_id.format(self.amount)
        return self.env._("%(amount)s bonus money", amount=amount)

    def _get_unit_cost(self):
        if self.kind == "bonus":
            return self.amount
        return super()._get_unit_cost()
