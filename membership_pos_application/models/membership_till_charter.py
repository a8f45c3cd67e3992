from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipTill(models.AbstractModel):
    """Who becomes a member at a till accepts the charter, and signs if he has to."""

    _inherit = "membership.till"

    # === HOOKS === #
    @api.model
    def _prepare_form(self, session, rows):
        """Adds ``charter``, the current version, if a type of card asks for it."""
        form = super()._prepare_form(session, rows)
        form["charter"] = False
        if any(row["needs_charter"] for row in rows):
            form["charter"] = self._prepare_charter(self._get_charter(session))
        return form

    @api.model
    def _prepare_enrol_type(self, session, card_type):
        """Adds what has to be accepted and signed for a card of this type."""
        return super()._prepare_enrol_type(session, card_type) | {
            "needs_charter": card_type.needs_charter,
            "needs_signature": card_type.needs_signature,
        }

    @api.model
    def _prepare_issue_type(self, session, member, card_type):
        """Who agreed to this version already is not asked for it again."""
        row = super()._prepare_issue_type(session, member, card_type)
        if not row["needs_application"]:
            row |= self._get_still_needed(session, member, card_type)
        return row

    @api.model
    def _check_can_issue(self, session, member, card_type, vals):
        """A further card asks for the same, once for each version."""
        result = super()._check_can_issue(session, member, card_type, vals)
        needed = self._get_still_needed(session, member, card_type)
        self._check_acceptance(session, card_type, vals, needed)
        return result

    @api.model
    def _after_issue_card(self, session, member, card, vals):
        """Keeps what was accepted and signed for this card with the member."""
        result = super()._after_issue_card(session, member, card, vals)
        needed = self._get_still_needed(session, member, card.type_id)
        now, agreed = fields.Datetime.now(), {}
        if needed["needs_charter"]:
            agreed |= {
                "charter_id": self._get_charter(session).id,
                "charter_accepted_on": now,
            }
        if needed["needs_signature"]:
            signature = self._get_signature(vals)
            self.env["membership.application"]._check_signature(signature)
            agreed |= {"charter_signature": signature, "charter_signed_on": now}
        if agreed:
            member.write(agreed)
        return result

    @api.model
    def _check_can_enrol(self, session, card_type, vals):
        """Nobody becomes a member without what his card asks for."""
        result = super()._check_can_enrol(session, card_type, vals)
        self._check_acceptance(session, card_type, vals)
        return result

    @api.model
    def _prepare_enrol_vals(self, session, card_type, vals):
        """Adds what was accepted and signed on the screen."""
        prepared = super()._prepare_enrol_vals(session, card_type, vals)
        if card_type.needs_charter:
            prepared["accepts_charter"] = True
        if card_type.needs_signature:
            prepared["charter_signature"] = self._get_signature(vals)
        return prepared

    # === HELPERS === #
    @api.model
    def _get_still_needed(self, session, member, card_type):
        """What this member has to accept or sign before he gets such a card.

        He signs once for each version of the charter.
        """
        accepted = member.charter_id
        has_accepted = accepted and accepted == self._get_charter(session)
        return {
            "needs_charter": card_type.needs_charter and not has_accepted,
            "needs_signature": card_type.needs_signature
            and not (has_accepted and member.charter_signed_on),
        }

    @api.model
    def _check_acceptance(self, session, card_type, vals, needed=None):
        """Raise unless charter and signature are there, as far as they are needed.

        :param dict needed: needs_charter, needs_signature; default: the type's own
        """
        needed = card_type if needed is None else needed
        if needed["needs_charter"]:
            self._check_charter(session, card_type, vals.get("charter_id"))
        if needed["needs_signature"] and not self._get_signature(vals):
            raise UserError(
                self.env._(
                    "Cards of type %(type)s are signed for: let the customer sign on "
                    "the screen.",
                    type=card_type.name,
                )
            )

    @api.model
    def _check_charter(self, session, card_type, accepted_id):
        charter = self._get_charter(session)
        if not charter:
            raise UserError(
                self.env._(
                    "Cards of type %(type)s ask for the charter, and none is in force: "
                    "the card centre publishes one in Configuration, Charters.",
                    type=card_type.name,
                )
            )
        if not accepted_id:
            raise UserError(
                self.env._(
                    "Nobody gets a card of type %(type)s without accepting "
                    "%(charter)s: show it to the customer.",
                    type=card_type.name,
                    charter=charter.display_name,
                )
            )
        if accepted_id != charter.id:
            raise UserError(
                self.env._(
                    "%(charter)s is in force now, and the customer saw another "
                    "version: go back and open the form again.",
                    charter=charter.display_name,
                )
            )

    @api.model
    def _get_charter(self, session):
        return self.env["membership.charter"]._get_current(session.company_id)

    @api.model
    def _prepare_charter(self, charter):
        """The charter as the form shows it; False if none is in force."""
        return charter and {
            "id": charter.id,
            "name": charter.name,
            "version": charter.version,
            "text": charter.text,
        }

    @api.model
    def _get_signature(self, vals):
        """The picture that was drawn, in base64; what it is is checked when stored."""
        signature = vals.get("signature")
        return signature if isinstance(signature, str) else False
