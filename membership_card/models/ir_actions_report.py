from odoo import models

CARDS = frozenset(
    f"membership_card.report_membership_card{kind}" for kind in ("", "_sheet")
)


class IrActionsReport(models.Model):
    """Cards are printed with their numbers: for who sees these in full."""

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Whatever the way to the page is."""
        if report.report_name in CARDS and not self.env.su:
            self.env["membership.card"]._check_may_print()
        return super()._get_rendering_context(report, docids, data)
