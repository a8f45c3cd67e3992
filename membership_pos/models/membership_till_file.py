from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.membership_card.privacy import mask_email

# What a cashier may fill in or correct; the name is what the card centre changes.
CHANGEABLE = ("phone", "email", "birthdate_date")


class MembershipTill(models.AbstractModel):
    """The member's file at a till: confirmed with one tap, corrected with two."""

    _inherit = "membership.till"

    # === PUBLIC METHODS - ACTS === #
    @api.model
    def confirm_data(self, session_id, member_id):
        """The member has just confirmed what his file says; see ``confirm_data`` and
        ``missing_data`` of the till's data."""
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        self._check_served(session, member, "cards")
        member._confirm_data()
        return self._prepare_till_data(session, member)

    @api.model
    def change_data(self, session_id, member_id, vals, details=None):
        """Correct what the member's file says, and note it as confirmed.

        Whoever serves members may fill in what is missing. What is there is the way to
        reach the member, and to his money: it is changed by those who serve cards
        here, after they looked who asks.

        :param dict vals: new phone, email, birthdate_date; empty ones stay
        :param dict details: identified_by, identity_note
        :raises UserError: nothing to change, the person was not identified, or the
            phone is another member's
        """
        session = self._get_session(session_id)
        member = self._get_member(session, member_id)
        self._check_served(session, member, "cards")
        partner = member.partner_id
        changes = self._get_changes(partner, vals)
        if not changes:
            raise UserError(self.env._("Nothing was changed: enter what is different."))
        details = self._to_details(details)
        if any(partner[name] for name in changes):
            self._check_may_serve_cards(session)
            if not details.get("identified_by") and self._needs_identity_for_data(
                member
            ):
                raise UserError(
                    self.env._("Identify the person first and choose how you did it.")
                )
        self._check_can_change(member, changes)
        partner.write(changes)
        member._confirm_data()
        self._log_change(session, member, changes, details)
        return self._prepare_till_data(session, member)

    # === HOOKS === #
    @api.model
    def _prepare_till_data(self, session, member, card=None):
        """Adds ``contact``, the masked data of a file that has to be confirmed."""
        data = super()._prepare_till_data(session, member, card)
        if data["confirm_data"]:
            partner = member.partner_id
            data["contact"] = {
                "phone": data["phone"],
                "email": mask_email(partner.email),
                "birthday": data["birthday"] or "",
                "needs_identity": self._needs_identity_for_data(member),
            }
        return data

    @api.model
    def _check_can_change(self, member, changes):
        """Hook: raise if the file cannot be changed like this at a till."""
        if "email" in changes and member.partner_id.user_ids:
            raise UserError(
                self.env._(
                    "%(member)s signs in on the website with the old e-mail address: "
                    "the card centre changes it.",
                    member=member.partner_id.name,
                )
            )
        if phone := changes.get("phone"):
            country = member.partner_id.country_id or member.company_id.country_id
            normalized = member._normalize_phone(phone, country)
            if not normalized:
                raise UserError(
                    self.env._("%(phone)s is no possible phone number.", phone=phone)
                )
            changes["phone"] = normalized

    # === HELPERS === #
    @api.model
    def _get_changes(self, partner, vals):
        """What of ``vals`` is other than in the file."""
        vals = self._to_person(vals)
        return {
            name: vals[name]
            for name in CHANGEABLE
            if vals.get(name) and vals[name] != partner[name]
        }

    @api.model
    def _needs_identity_for_data(self, member):
        return member.company_id._needs_identity("change")

    @api.model
    def _log_change(self, session, member, changes, details):
        """The audit row says what was changed, never from what to what."""
        labels = member.partner_id.fields_get(list(changes), ["string"])
        self.env["membership.card.event"].sudo()._log_subject(
            member,
            "change",
            (member.state, member.state),
            ", ".join(labels[name]["string"] for name in changes),
            session.config_id.membership_outlet_id,
            **{name: details.get(name) for name in ("identified_by", "identity_note")},
        )

    @api.model
    def _to_person(self, vals):
        """Name, phone, e-mail and birthday as a till sent them, and nothing else."""
        vals = vals if isinstance(vals, dict) else {}
        person = {
            name: str(vals[name]).strip()[:128]
            for name in ("name", *CHANGEABLE)
            if vals.get(name)
        }
        if "birthdate_date" in person:
            person["birthdate_date"] = self._to_birthday(person["birthdate_date"])
        return person

    @api.model
    def _to_birthday(self, text):
        try:
            birthday = fields.Date.to_date(text)
        except ValueError:
            birthday = None
        if not birthday or birthday > fields.Date.context_today(self):
            raise UserError(self.env._("%(text)s is no possible birthday.", text=text))
        return birthday
