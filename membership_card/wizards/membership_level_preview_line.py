from odoo import api, fields, models

# In the order in which they are shown.
KINDS = {
    "rise": "Rise",
    "drop": "Fall",
    "warn": "Warned, fall after the grace",
    "hold": "Not earned, kept for now",
    "stay": "Stay",
}


class MembershipLevelPreviewLine(models.TransientModel):
    """Members to whom the same would happen."""

    _name = "membership.level.preview.line"
    _description = "Line of a Preview"
    _order = "id"

    preview_id = fields.Many2one(
        "membership.level.preview", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="preview_id.currency_id")
    kind = fields.Selection(
        list(KINDS.items()),
        string="What Happens",
        readonly=True,
        help="Kept for now: given, bought, or looked at later only.",
    )
    level_from = fields.Char(string="Level Now", readonly=True)
    level_to = fields.Char(string="Level Then", readonly=True)
    target_rank = fields.Integer(readonly=True)
    member_count = fields.Integer(string="Members", readonly=True)
    count_before = fields.Integer(
        string="As It Is",
        readonly=True,
        help="To so many it happens tonight anyway, without the change.",
    )
    gifts = fields.Char(string="Upgrade Gift", readonly=True)
    gift_cost = fields.Monetary(string="Cost at Most", readonly=True)
    sample = fields.Json(readonly=True, help="Ids of some of these members.")

    # === COMPUTE METHODS === #
    @api.depends("kind", "level_from", "level_to")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            path = " → ".join(filter(None, (line.level_from, line.level_to)))
            line.display_name = f"{kinds.get(line.kind, '')}: {path}"

    # === ACTION METHODS === #
    def action_show_members(self):
        """Show these members, or the first of them, within the preview."""
        self.ensure_one()
        self.preview_id.shown_line_id = self
        return self.preview_id._open()

    # === HELPERS === #
    def _get_title(self, shown):
        """Heading of the list of ``shown`` members."""
        self.ensure_one()
        if shown < self.member_count:
            return self.env._(
                "%(line)s (%(shown)s of %(count)s members)",
                line=self.display_name,
                shown=shown,
                count=f"{self.member_count:,}",
            )
        return self.env._(
            "%(line)s (%(count)s members)", line=self.display_name, count=shown
        )
