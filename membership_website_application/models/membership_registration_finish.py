from odoo import models
from odoo.exceptions import UserError

from .membership_registration import COMPANY_FIELDS


class MembershipRegistration(models.Model):
    """What a confirmed registration becomes: a member at once, or an application."""

    _inherit = "membership.registration"

    # === BUSINESS METHODS === #
    def _finish(self):
        """Make the member or the application; the phone is whose the code was sent to.

        A confirmed mailbox says nothing about a phone: such a registration is reviewed,
        always, so that nobody takes another one's number, or learns that it is taken.
        """
        self.ensure_one()
        refusal = ""
        # Two registrations of one phone wait for each other here.
        self.env["membership.throttle"]._hit("start_phone", f"join:{self.phone}")
        if self.channel == "sms" and (member := self._find_member()):
            self.member_id = member
        elif not self._is_at_once() or (refusal := self._enrol_at_once()):
            self.application_id = self._apply()
            if refusal:
                self.application_id.message_post(body=refusal)

    def _is_at_once(self):
        """Hook: whether this registration becomes a member without review."""
        card_type = self.type_id
        return (
            self.company_id.membership_apply_mode == "at_once"
            and self.channel == "sms"
            and card_type.kind == "personal"
            and not card_type.needs_signature
            and not any(card_type.requirement_ids.mapped("is_required"))
        )

    def _enrol_at_once(self):
        """Make the member; who cannot be one at once applies, and staff see why.

        :returns: what is in the way, say no blank card or an age limit; else empty
        """
        try:
            with self.env.cr.savepoint():
                self.member_id = self._enrol()
        except UserError as refusal:
            return str(refusal)
        return ""

    def _enrol(self):
        Member = self.env["membership.member"].with_company(self.company_id)
        return Member._enrol(self._prepare_enrol_vals(), self._get_outlet())

    def _prepare_enrol_vals(self):
        """Hook: what a registration hands to ``membership.member._enrol``."""
        Member = self.env["membership.member"]
        contact = self.partner_id or Member._find_contact(
            self.name, self.phone, self.company_id
        )
        return {
            "name": self.name,
            "phone": self.phone,
            # The address of a known contact may be the way into an account.
            "email": False if contact.email else self.email,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "type_id": self.type_id.id,
            "source": "website",
            "accepts_charter": bool(self.charter_id),
        }

    def _apply(self):
        """An application that waits for papers, or is handed in if none is missing."""
        company_vals = {name: self[name] for name in COMPANY_FIELDS}
        application = (
            self.env["membership.application"]
            .with_context(lang=self.lang)
            .create(
                {
                    "contact_name": self.name,
                    "phone": self.phone,
                    "email": self.email,
                    "lang": self.lang,
                    "type_id": self.type_id.id,
                    "company_id": self.company_id.id,
                    "outlet_id": self._get_outlet().id,
                    "partner_id": self.partner_id.id,
                    "source": "website",
                    "charter_id": self.charter_id.id,
                    **(company_vals if self.type_id.kind == "group" else {}),
                }
            )
        )
        application._hand_in_if_complete()
        application._send_status_link()
        return application

    def _get_outlet(self):
        """The outlet of the website; the head office if there is none of that kind."""
        Outlet = self.env["membership.outlet"]
        online = Outlet.search(
            [("company_id", "=", self.company_id.id), ("kind", "=", "online")], limit=1
        )
        return online or Outlet._get_default(self.company_id)

    def _get_signup_url(self):
        """Where the new member chooses a password; None if there is nothing to choose.

        Only for a contact without a user: whoever holds a phone must not reach the
        account of whom it belonged to before.
        """
        self.ensure_one()
        partner = self.member_id.partner_id
        login = partner.email
        if not self.member_id or not login or partner.user_ids:
            return None
        Users = self.env["res.users"].with_context(active_test=False)
        if Users.search_count([("login", "=ilike", login)], limit=1):
            return None
        return partner.with_context(
            signup_valid=True, relative_url=True
        )._get_signup_url_for_action(url="/my/membership")[partner.id]
