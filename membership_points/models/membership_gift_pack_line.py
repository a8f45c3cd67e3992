from odoo import fields, models


class MembershipGiftPackLine(models.Model):
    """Points in a gift pack."""

    _inherit = "membership.gift.pack.line"

    kind = fields.Selection(
        selection_add=[("points", "Points")], ondelete={"points": "set default"}
    )

    _points_positive = models.Constraint(
        "CHECK (kind <> 'points' OR amount > 0)", "Say how many points are given."
    )

    # === HOOKS === #
    def _describe(self):
        if self.kind != "points":
            return super()._describe()
        return self.env._("%(points)s points", points=f"{self.amount:g}")

    def _get_unit_count(self):
        return self.amount if self.kind == "points" else super()._get_unit_count()
