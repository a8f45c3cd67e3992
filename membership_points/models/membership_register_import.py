from odoo import fields, models


class MembershipRegisterImport(models.Model):
    """Points of an old register are good as long as if they were earned today."""

    _inherit = "membership.register.import"

    def _get_opening_expiry(self, row, bucket):
        """Points without a day of their own lapse as the programme says."""
        last = super()._get_opening_expiry(row, bucket)
        if last or bucket != "points":
            return last
        today = fields.Date.context_today(self)
        return self.company_id.root_id._get_points_expiry(today)
