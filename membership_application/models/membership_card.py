from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq
from odoo.tools.misc import hmac

from .. import one_time_code
from ..const import ACTIVATION_TRIES

SCOPE = "membership_application.activation"


class MembershipCard(models.Model):
    """A card that came by an application, and how it starts to work."""

    _inherit = "membership.card"

    application_id = fields.Many2one(
        "membership.application",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    activation = fields.Selection(
        [("staff", "By Staff"), ("first_use", "By First Use"), ("code", "By Code")],
        default="staff",
        copy=False,
        help="How a card that is not active yet starts to work. Staff can always "
        "activate it.",
    )
    activation_digest = fields.Char(copy=False, groups="base.group_system")
    activation_tries = fields.Integer(
        readonly=True, copy=False, groups="base.group_system"
    )

    # === CRUD METHODS === #
    def write(self, vals):
        """Nobody chooses the code, or counts the tries, from outside."""
        secret = {"activation_digest", "activation_tries", "application_id"}
        if secret & vals.keys() and not self.env.su:
            raise UserError(self.env._("Activation codes are made by the system."))
        return super().write(vals)

    # === ACTION METHODS === #
    def action_activate_by_code(self):
        """Open the window that takes the code."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Activate by Code"),
            "res_model": "membership.card.activate",
            "view_mode": "form",
            "target": "new",
            "context": {"default_card_id": self[:1].id},
        }

    # === BUSINESS METHODS === #
    def _check_usable(self, capability):
        """The first use of a card may be what activates it."""
        if self.state == "draft" and self.activation == "first_use" and self.member_id:
            self.sudo()._change_state("activate", self.env._("First use"))
        return super()._check_usable(capability)

    def _make_activation_code(self):
        """A fresh code for this card; only its digest is kept.

        :returns: str, to be sent to the member and forgotten
        """
        self.ensure_one()
        code = one_time_code.make()
        self.sudo().write(
            {"activation_digest": self._digest(code), "activation_tries": 0}
        )
        return code

    def _activate_by_code(self, code, outlet=None):
        """Activate if ``code`` is right; every try counts, and the fifth is the last.

        :param str code: as typed
        :returns: whether the card is active now
        :raises UserError: if it was tried too often
        """
        self.ensure_one()
        card = self.sudo()
        if card.state == "active":
            return True
        if card.state != "draft" or card.activation != "code":
            raise UserError(self.env._("This card is not waiting for a code."))
        if card.activation_tries >= ACTIVATION_TRIES or not card.activation_digest:
            raise UserError(
                self.env._(
                    "The code was wrong too often: staff activate this card, or send "
                    "a new code."
                )
            )
        # Written before it is compared: two at once collide, and one tries again.
        card.activation_tries += 1
        if not consteq(card.activation_digest, self._digest(one_time_code.clean(code))):
            return False
        card._change_state("activate", self.env._("Activated by code"), outlet)
        card.activation_digest = False
        return True

    # === HELPERS === #
    @api.model
    def _digest(self, code):
        return hmac(self.env(su=True), SCOPE, f"{self.id}:{code}")
