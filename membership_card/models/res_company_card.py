from odoo import fields, models

from ..const import IDENTITY_ACTIONS


def _identity_field(action):
    return fields.Boolean(default=IDENTITY_ACTIONS[action])


class ResCompany(models.Model):
    """How careful a company is with its cards."""

    _inherit = "res.company"

    membership_phone_loss_hours = fields.Integer(
        string="Loss Report by Phone Lapses After",
        default=120,
        help="Hours after which a loss that was reported by phone, and not confirmed "
        "in writing, lapses: the card works again. 0: never.",
    )
    membership_identify_report_loss = _identity_field("report_loss")
    membership_identify_confirm_loss = _identity_field("confirm_loss")
    membership_identify_cancel_loss = _identity_field("cancel_loss")
    membership_identify_unfreeze = _identity_field("unfreeze")
    membership_identify_renew = _identity_field("renew")
    membership_identify_replace = _identity_field("replace")
    membership_identify_change = _identity_field("change")
    membership_identify_cancel = _identity_field("cancel")

    _phone_loss_positive = models.Constraint(
        "CHECK (membership_phone_loss_hours >= 0)",
        "A number of hours is not negative.",
    )

    # === BUSINESS METHODS === #
    def _needs_identity(self, action):
        """Whether the person who asks for ``action`` has to be identified first."""
        self.ensure_one()
        return action in IDENTITY_ACTIONS and self[f"membership_identify_{action}"]
