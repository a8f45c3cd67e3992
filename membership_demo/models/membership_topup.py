from odoo import api, fields, models

from .. import clock


class MembershipTopup(models.Model):
    _inherit = "membership.topup"

    @api.model
    def _prepare_topup_vals(self, request, name):
        """Top-ups of the story were made when the story says so."""
        vals = super()._prepare_topup_vals(request, name)
        if story := clock.get():
            vals["date"] = fields.Datetime.to_string(story.find(request["key"]))
        return vals
