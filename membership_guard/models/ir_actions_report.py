from odoo import models


class IrActionsReport(models.Model):
    """Papers about members are for those who may read what is on them."""

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Ask first: a template that reads in sudo would read for anybody.

        What is read in sudo stays in the cache, from where it is read without asking.
        """
        if (report.model or "").startswith("membership.") and not self.env.su:
            self.env[report.model].browse(docids or ()).check_access("read")
        return super()._get_rendering_context(report, docids, data)
