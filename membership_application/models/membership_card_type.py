from odoo import fields, models


class MembershipCardType(models.Model):
    """What an application for a card of this type asks for."""

    _inherit = "membership.card.type"

    requirement_ids = fields.One2many(
        "membership.card.requirement", "type_id", string="Checklist", copy=True
    )
    needs_charter = fields.Boolean(
        string="Charter",
        help="The applicant accepts the membership charter in its current version.",
    )
    needs_signature = fields.Boolean(
        string="Signature",
        help="The applicant signs, on screen or on the printed form.",
    )
    activation = fields.Selection(
        [
            ("issue", "When Issued"),
            ("staff", "By Staff"),
            ("first_use", "By First Use"),
            ("code", "By Code"),
        ],
        required=True,
        default="issue",
        help="When a card from an application starts to work: at once, when staff "
        "activate it, when it is first shown at a till, or when its holder gives the "
        "code that we sent.",
    )

    # === ACTION METHODS === #
    def action_approve(self):
        """Special types are approved by the chain of an application, not by one."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Application"),
            "res_model": "membership.application",
            "view_mode": "form",
            "context": {"default_type_id": self.id, "default_kind": "special"},
        }

    # === BUSINESS METHODS === #
    def _needs_application(self):
        """Whether somebody decides about each card of this type before it is given.

        Special and group cards, cards for companies, and those whose checklist has a
        required line. Charter and signature alone can be had where the card is given.
        """
        self.ensure_one()
        papers = self.requirement_ids.filtered("is_required")
        return self._get_applicant() != "person" or bool(papers)

    def _get_applicant(self):
        """Kind of an application for this type: person, company or special."""
        self.ensure_one()
        if self.kind == "special":
            return "special"
        is_company = self.kind == "group" or self.holder_policy == "company"
        return "company" if is_company else "person"
