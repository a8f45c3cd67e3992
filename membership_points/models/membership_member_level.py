from decimal import Decimal

from odoo import api, models, tools
from odoo.tools import SQL

from ..accrual import ZERO


class MembershipMember(models.Model):
    """The level follows the points that were earned, never the points that are left."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    def _get_level_multiplier(self):
        """How many times the usual points this member earns."""
        self.ensure_one()
        return self._get_multiplier_of(self.level_id.id) if self.level_id else 1.0

    @api.model
    @tools.ormcache("level_id")
    def _get_multiplier_of(self, level_id):
        """The points multiplier of a level, cached for all workers."""
        return self.env["membership.level"].sudo().browse(level_id).points_multiplier

    # === HOOKS === #
    @api.model
    def _flush_meters(self):
        result = super()._flush_meters()
        self.env["membership.account"]._flush_ledger()
        return result

    def _get_most(self, meter):
        """In no period more was earned than was ever credited."""
        if meter.basis != "points":
            return super()._get_most(meter)
        unit = self._get_points_unit()
        accounts = self.account_ids.filtered(lambda account: account.unit_id == unit)
        return sum((Decimal(repr(account.credited)) for account in accounts), ZERO)

    @api.model
    def _get_meter_query(self, meter, ladder, span=None):
        """Points earned, less those of goods that came back.

        What was redeemed, adjusted or expired does not count.
        """
        if meter.basis != "points":
            return super()._get_meter_query(meter, ladder, span)
        start, end = self._get_meter_bounds(meter, ladder)
        rows = SQL(
            """
            SELECT account.member_id, entry.amount, entry.posted_at AS day,
                COALESCE(entry.reversed_entry_id, entry.id) AS document
            FROM (
                SELECT account.id, account.member_id FROM membership_account account
                WHERE %(members)s AND account.unit_id = %(unit)s
                -- What was earned before a merge counts for who goes on.
                UNION ALL SELECT merged.id, account.member_id
                FROM membership_account merged
                JOIN membership_account account ON account.id = merged.merged_into_id
                WHERE %(members)s AND account.unit_id = %(unit)s
            ) account
            JOIN membership_entry entry ON entry.account_id = account.id
            WHERE entry.kind IN ('earn', 'clawback') AND entry.posted_at >= %(start)s
                -- A return counts on the day of its purchase.
                AND CASE WHEN entry.reversed_entry_id IS NULL
                    THEN %(before)s
                    ELSE EXISTS (
                        SELECT FROM membership_entry original
                        WHERE original.id = entry.reversed_entry_id
                            AND original.posted_at >= %(start)s AND %(original_before)s
                    ) END
            """,
            members=self._get_members_sql(SQL("account.member_id"), span),
            unit=self._get_points_unit().id,
            start=start,
            before=self._get_before_sql(SQL("entry.posted_at"), end),
            original_before=self._get_before_sql(SQL("original.posted_at"), end),
        )
        return self._get_meter_sql(meter, rows, self._get_figure_sql(meter))
