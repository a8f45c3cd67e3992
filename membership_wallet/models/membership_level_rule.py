from odoo import api, fields, models


class MembershipLevelRule(models.Model):
    """Levels that ask for top-ups, together or at once."""

    _inherit = "membership.level.rule"

    basis = fields.Selection(
        selection_add=[("topup", "Top-ups")],
        ondelete={"topup": lambda rules: rules._forget_topups()},
    )

    # === BUSINESS METHODS === #
    def _forget_topups(self):
        """Without this addon nobody tops up: such rules end, spending is left."""
        self._end()
        models.Model.write(self, {"basis": "spending"})

    # === HOOKS === #
    @api.model
    def _format_figure(self, basis, figure, company):
        if basis != "topup":
            return super()._format_figure(basis, figure, company)
        amount = company.currency_id.format(figure)
        return self.env._("%(amount)s topped up", amount=amount)
