from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class MembershipDealer(models.Model):
    """The tree of dealers: an explicit upline, never a circle."""

    _inherit = "membership.dealer"

    upline_id = fields.Many2one(
        "membership.dealer",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The dealer that this one belongs to. When an upline is suspended or "
        "closed, everybody below loses the dealer prices at once.",
    )
    parent_path = fields.Char(index=True)
    sub_ids = fields.One2many("membership.dealer", "upline_id", string="Sub-dealers")
    sub_count = fields.Integer(
        compute="_compute_sub_count", help="Sub-dealers at any depth."
    )
    depth = fields.Integer(
        compute="_compute_depth", help="0 for a dealer without an upline."
    )

    _upline_other = models.Constraint(
        "CHECK (upline_id <> id)", "A dealer cannot be its own upline."
    )

    # === COMPUTE METHODS === #
    def _compute_sub_count(self):
        for dealer in self:
            found = self.search_count([("id", "child_of", dealer.ids)])
            dealer.sub_count = max(found - 1, 0)

    @api.depends("parent_path")
    def _compute_depth(self):
        for dealer in self:
            dealer.depth = max((dealer.parent_path or "").count("/") - 1, 0)

    # === CONSTRAINT METHODS === #
    @api.constrains("upline_id")
    def _check_no_circle(self):
        for dealer in self:
            if dealer._has_cycle():
                raise ValidationError(
                    self.env._(
                        "%(dealer)s would be its own upline: choose a dealer who is "
                        "not below it.",
                        dealer=dealer.display_name,
                    )
                )

    # === ACTION METHODS === #
    def action_view_subs(self):
        """Open the sub-dealers at any depth."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.dealer",
            "view_mode": "list,form",
            "domain": [("id", "child_of", self.ids), ("id", "!=", self.id)],
            "context": {"default_upline_id": self.id},
            "name": self.env._("Sub-dealers"),
        }

    # === BUSINESS METHODS === #
    def _lock_line(self):
        """Lock these dealers and everybody above them, in one order for all.

        Two moves that together close a circle each see a tree without one. Both have
        to write to a dealer that the other one has locked: the database lets the
        first pass and tells the second to start again, with fresh eyes.
        """
        if self.ids:
            self.flush_model(["upline_id", "parent_path"])
            self.env.cr.execute(
                SQL(
                    """
                    SELECT id FROM membership_dealer
                    WHERE id IN (
                        SELECT unnest(string_to_array(
                            trim(trailing '/' from parent_path), '/'
                        )::int[])
                        FROM membership_dealer WHERE id IN %s
                    )
                    ORDER BY id FOR NO KEY UPDATE
                    """,
                    tuple(self.ids),
                )
            )

    def _get_line(self):
        """This dealer and everybody above it, the dealer first."""
        self.ensure_one()
        line = dealer = self
        while dealer := dealer.upline_id - line:
            line += dealer
        return line
