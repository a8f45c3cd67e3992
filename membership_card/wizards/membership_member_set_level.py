from odoo import fields, models
from odoo.exceptions import UserError


class MembershipMemberSetLevel(models.TransientModel):
    """A level given by hand, with the reason and how long it holds."""

    _name = "membership.member.set.level"
    _inherit = ["membership.window"]
    _description = "Set Level"

    member_id = fields.Many2one("membership.member", required=True, readonly=True)
    company_id = fields.Many2one(related="member_id.company_id")
    level_id = fields.Many2one(
        "membership.level",
        required=True,
        domain="[('company_id', '=', company_id)]",
        string="New Level",
    )
    reason = fields.Char(required=True)
    locked_until = fields.Date(
        string="Holds Until",
        required=True,
        default=lambda self: fields.Date.add(
            fields.Date.context_today(self), months=12
        ),
        help="Until this day the nightly evaluation does not lower the level.",
    )
    is_fixed = fields.Boolean(
        string="Do Not Raise Either",
        help="Until that day the level does not rise either, whatever is earned.",
    )

    def action_apply(self):
        """Set the level."""
        self.ensure_one()
        self.member_id.check_access("write")
        self.member_id._check_at_home()
        if self.member_id.state == "closed":
            self.member_id._check_active()
        if self.locked_until < fields.Date.context_today(self):
            raise UserError(
                self.env._("Choose a day from today on until which the level holds.")
            )
        if not self.level_id.active:
            raise UserError(
                self.env._(
                    "%(level)s is not given any more: choose another level.",
                    level=self.level_id.name,
                )
            )
        self.member_id.sudo()._set_level(
            self.level_id, self.reason, self.locked_until, self.is_fixed
        )
        return {"type": "ir.actions.act_window_close"}
