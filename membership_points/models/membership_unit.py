from odoo import models


class MembershipUnit(models.Model):
    _inherit = "membership.unit"

    def _write_amount(self, amount):
        """``amount`` as a text for tills: exact to the unit, no separators."""
        self.ensure_one()
        return f"{amount:.{self.decimals}f}"
