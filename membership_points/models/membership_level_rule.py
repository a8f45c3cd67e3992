from odoo import api, fields, models


class MembershipLevelRule(models.Model):
    """Levels that ask for points."""

    _inherit = "membership.level.rule"

    basis = fields.Selection(
        selection_add=[("points", "Points earned")],
        ondelete={"points": lambda rules: rules._forget_points()},
    )

    # === DEFAULT METHODS === #
    @api.model
    def _get_default_basis(self):
        return "points"

    # === BUSINESS METHODS === #
    def _forget_points(self):
        """Without this addon nobody earns points: such rules end, spending is left."""
        self._end()
        models.Model.write(self, {"basis": "spending"})

    # === HOOKS === #
    @api.model
    def _format_figure(self, basis, figure, company):
        if basis != "points":
            return super()._format_figure(basis, figure, company)
        unit = self.env["membership.member"]._get_points_unit()
        return self.env._("%(points)s points", points=unit._write_amount(figure))
