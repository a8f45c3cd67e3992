from odoo import api, models
from odoo.tools import SQL


class MembershipMember(models.Model):
    """Levels that follow what was topped up."""

    _inherit = "membership.member"

    # === HOOKS === #
    @api.model
    def _flush_meters(self):
        result = super()._flush_meters()
        self.env["membership.topup"].flush_model()
        return result

    @api.model
    def _get_meter_query(self, meter, ladder, span=None):
        """Money that was topped up and not paid back; its bonus does not count."""
        if meter.basis != "topup":
            return super()._get_meter_query(meter, ladder, span)
        start, end = self._get_meter_bounds(meter, ladder)
        rows = SQL(
            """
            SELECT topup.member_id, topup.amount - topup.reversed_amount AS amount,
                topup.date AS day, topup.id AS document
            FROM membership_topup topup
            WHERE %(members)s AND topup.state <> 'draft' AND topup.date >= %(start)s
                AND %(before)s
            """,
            members=self._get_members_sql(SQL("topup.member_id"), span),
            start=start,
            before=self._get_before_sql(SQL("topup.date"), end),
        )
        return self._get_meter_sql(meter, rows, self._get_figure_sql(meter))
