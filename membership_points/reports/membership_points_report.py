from odoo import fields, models
from odoo.tools import SQL


class MembershipPointsReport(models.Model):
    """Points earned, used and lapsed: the ledger's entries in the terms of a manager.

    Amounts keep their sign, so that the columns of a line add up to its change.
    """

    _name = "membership.points.report"
    _description = "Points Report"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "member_id"

    date = fields.Datetime(readonly=True)
    member_id = fields.Many2one("membership.member", readonly=True)
    level_id = fields.Many2one(
        "membership.level", readonly=True, help="The level that the member has now."
    )
    outlet_id = fields.Many2one("membership.outlet", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    earned = fields.Float(digits=0, readonly=True, help="For purchases.")
    taken_back = fields.Float(digits=0, readonly=True, help="For goods that came back.")
    used = fields.Float(
        digits=0, readonly=True, help="Redeemed or paid with, less what was given back."
    )
    expired = fields.Float(digits=0, readonly=True)
    opening = fields.Float(
        digits=0, readonly=True, help="Taken over from an old register."
    )
    other = fields.Float(
        string="Adjusted",
        digits=0,
        readonly=True,
        help="Adjustments, transfers and settlements.",
    )
    change = fields.Float(
        digits=0, readonly=True, help="All together; the sum is what members hold."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT entry.id, entry.posted_at AS date, account.member_id,
                member.level_id, entry.outlet_id, account.company_id,
                CASE part WHEN 'earn' THEN amount ELSE 0 END AS earned,
                CASE part WHEN 'clawback' THEN amount ELSE 0 END AS taken_back,
                CASE part WHEN 'use' THEN amount ELSE 0 END AS used,
                CASE part WHEN 'expire' THEN amount ELSE 0 END AS expired,
                CASE part WHEN 'opening' THEN amount ELSE 0 END AS opening,
                CASE part WHEN 'other' THEN amount ELSE 0 END AS other,
                amount AS change
            FROM membership_entry entry
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN entry.kind IN ('redeem', 'spend', 'refund') THEN 'use'
                    WHEN entry.kind IN ('earn', 'clawback', 'expire', 'opening')
                        THEN entry.kind
                    ELSE 'other' END AS part
            ) sorted
            JOIN membership_account account ON account.id = entry.account_id
            JOIN membership_unit unit ON unit.id = account.unit_id
            LEFT JOIN membership_member member ON member.id = account.member_id
            WHERE unit.kind = 'points'
            """
        )
