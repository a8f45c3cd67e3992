from odoo import api, fields, models

from ..const import OPEN_STATES


class MembershipApplication(models.Model):
    """Who has the applicant's phone already: a member, or another application."""

    _inherit = "membership.application"

    duplicate_member_id = fields.Many2one(
        "membership.member", string="Has This Phone", compute="_compute_duplicates"
    )
    duplicate_count = fields.Integer(
        string="Other Applications", compute="_compute_duplicates"
    )

    # === COMPUTE METHODS === #
    @api.depends("phone_e164", "company_id", "member_id")
    def _compute_duplicates(self):
        for application in self:
            phone, company = application.phone_e164, application.company_id
            application.duplicate_member_id = (
                phone and application._find_member() - application.member_id
            )
            application.duplicate_count = phone and self.sudo().search_count(
                [
                    ("phone_e164", "=", phone),
                    ("company_id", "=", company.id),
                    ("state", "in", OPEN_STATES),
                    ("id", "not in", application._origin.ids),
                ]
            )

    # === ACTION METHODS === #
    def action_begin(self):
        """Open an empty application, with what was typed at the service desk."""
        term = (self.env.context.get("desk_term") or "").strip()
        is_phone = sum(letter.isdigit() for letter in term) > len(term) / 2
        name = "default_phone" if is_phone else "default_contact_name"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Application"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {name: term or False},
        }

    def action_use_member(self):
        """The applicant is the member who has this phone: the card is for that one."""
        for application in self:
            application.check_access("write")
            application.member_id = application.duplicate_member_id

    def action_view_duplicates(self):
        """Open the other applications with this phone."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Applications with This Phone"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [
                ("phone_e164", "=", self.phone_e164),
                ("company_id", "=", self.company_id.id),
                ("state", "in", OPEN_STATES),
            ],
        }

    # === HELPERS === #
    def _find_member(self):
        """The member who has the applicant's phone; may be nobody."""
        # Also one of another outlet: a second membership is refused all the same.
        Member = self.env["membership.member"].sudo()
        return Member.search(
            [
                ("phone", "=", self.phone_e164),
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "closed"),
            ],
            limit=1,
        )
