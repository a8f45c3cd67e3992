from odoo import api, models
from odoo.exceptions import UserError


class MembershipTill(models.AbstractModel):
    """Cards that wait for the code that their holder was sent."""

    _inherit = "membership.till"

    # === PUBLIC METHODS - ACTS === #
    @api.model
    def activate_by_code(self, session_id, member_id, card_id, code):
        """Activate a card by the code that its holder was sent.

        :param str code: as typed or scanned
        :returns: the till's data with the card in hand, or a dict of ``error`` if the
            code is wrong: refusing would undo what counts wrong codes
        :raises UserError: the card waits for no code, or it was tried too often
        """
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        self._check_served(session, member, "cards")
        card = self._fetch_card(member, self._to_id(card_id))
        if not card:
            raise UserError(self.env._("This card is not the member's."))
        Throttle = self.env["membership.throttle"].sudo()
        if not Throttle._hit("till_activation", f"user:{self.env.uid}"):
            return {
                "error": self.env._(
                    "Too many codes were typed here: try again in an hour, or let the "
                    "card centre activate the card."
                )
            }
        text = code.strip()[:32] if isinstance(code, str) else ""
        if not card._activate_by_code(text, session.config_id.membership_outlet_id):
            return {
                "error": self.env._(
                    "This is not the code of card %(number)s: ask for it once more.",
                    number=card.number,
                )
            }
        return self._prepare_till_data(session, member, card)

    # === HOOKS === #
    @api.model
    def _read_scanned_card(self, session, card):
        """A card that waits for its code names its member, and is asked for the code:
        see ``waiting_card_id``."""
        if not self._waits_for_code(card):
            return super()._read_scanned_card(session, card)
        card.member_id._check_active()
        data = self._prepare_till_data(session, card.member_id)
        return data | {"waiting_card_id": card.id}

    @api.model
    def _prepare_card_acts(self, session, card):
        """The code is the first choice: everybody who serves members may take it."""
        data = super()._prepare_card_acts(session, card)
        if self._waits_for_code(card):
            data["acts"] = ["activate_code", *data["acts"]]
        return data

    @api.model
    def _needs_identity(self, card, action):
        """Without its code, such a card is activated for somebody who was seen."""
        needs = super()._needs_identity(card, action)
        return needs or (action == "activate" and self._waits_for_code(card))

    # === HELPERS === #
    @api.model
    def _waits_for_code(self, card):
        return bool(
            card.state == "draft" and card.activation == "code" and card.member_id
        )
