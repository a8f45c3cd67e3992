from odoo import fields, models


class MembershipWeedingLine(models.Model):
    """A member proposed for weeding out, with what the data say about him."""

    _name = "membership.weeding.line"
    _inherit = ["membership.guarded", "membership.naming"]
    _description = "Dormant Member"
    _order = "last_seen_on, id"
    _rec_name = "member_id"

    _by_acts = frozenset(("weeding_id", "member_id", "company_id", "is_retired"))

    weeding_id = fields.Many2one(
        "membership.weeding", required=True, index=True, ondelete="cascade"
    )
    member_id = fields.Many2one(
        "membership.member", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    last_seen_on = fields.Date(
        string="Last Sign of Life",
        readonly=True,
        help="The last purchase, top-up or visit; without any, the joining day.",
    )
    last_purchase_on = fields.Date(string="Last Purchase", readonly=True)
    last_entry_on = fields.Date(string="Last Top-up or Payment", readonly=True)
    last_visit_on = fields.Date(string="Last Visit", readonly=True)
    is_kept = fields.Boolean(string="Keep", help="Not retired in this review.")
    is_retired = fields.Boolean(string="Retired", readonly=True)
    phone_masked = fields.Char(related="member_id.phone_masked", string="Phone")
    level_id = fields.Many2one(related="member_id.level_id")
    outlet_id = fields.Many2one(related="member_id.outlet_id")
    holdings = fields.Char(related="member_id.holdings", string="Balances")
    joined_on = fields.Date(related="member_id.joined_on")

    _member_unique = models.UniqueIndex(
        "(weeding_id, member_id)", "A member is proposed once in a review."
    )

    # === ACTION METHODS === #
    def action_keep(self):
        """Leave these members alone in this review."""
        self.is_kept = True

    def action_propose(self):
        """Propose them again."""
        self.is_kept = False
