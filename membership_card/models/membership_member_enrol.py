from odoo import api, models
from odoo.exceptions import ValidationError

CONTACT_FIELDS = ("name", "phone", "email", "birthdate_date", "gender", "comment")


class MembershipMember(models.Model):
    """Becoming a member: contact, membership and card in one step."""

    _inherit = "membership.member"

    # === BUSINESS METHODS - ENROLMENT === #
    @api.model
    def _enrol(self, vals, outlet=None):
        """Make a member: contact, membership and active card.

        :param dict vals: name, phone, email, birthdate_date, gender, comment of the
            contact, or partner_id; optional level_id, joined_on, referrer_id, type_id,
            card_number, is_number_read (somebody compared the number with the card),
            barcode, company_id, source, is_active (False: the card stays a draft, to
            be activated later)
        :param outlet: ``membership.outlet`` where it happens
        :returns: the new ``membership.member``
        :raises ValidationError: no name, no possible phone, or the phone is a member's
        """
        self = self.sudo()  # callers have checked what the user may do
        company = self.env["res.company"].browse(vals.get("company_id"))
        company = (
            company or (outlet and outlet.company_id) or self.env.company
        ).root_id
        partner = self.env["res.partner"].browse(vals.get("partner_id"))
        country = partner.country_id or company.country_id
        phone = vals.get("phone") or partner.phone
        # As written if it is none: the refusal quotes it.
        phone = self._normalize_phone(phone, country) or phone
        self._check_enrolment(vals.get("name") or partner.name, phone, company)
        partner = partner or self._find_contact(vals["name"], phone, company)
        contact = {name: vals[name] for name in CONTACT_FIELDS if vals.get(name)}
        if contact.get("phone"):
            contact["phone"] = phone
        if partner:
            partner.write(self._keep_ways_in(partner, contact, company))
        else:
            partner = partner.create(contact)
        member = self.create(self._prepare_member_vals(vals, partner, company, outlet))
        card = self.env["membership.card"]._take_or_create(
            self._prepare_card_vals(vals, member, outlet)
        )
        if vals.get("is_active", True):
            card._change_state("activate", outlet=outlet)
        member._after_enrol(vals, outlet)
        return member

    def _after_enrol(self, vals, outlet=None):
        """Hook: what a new member gets or owes (welcome gift, joining fee).

        Called once, in the transaction that enrols, for one member with an active card;
        an imported register does not call it: its members joined long ago.

        :param dict vals: what :meth:`_enrol` was called with
        :param outlet: ``membership.outlet`` where it happens, or None
        """
        self.ensure_one()

    def _charge_fee(self, kind, key, card=None, outlet=None):
        """Hook: make this member owe what an act costs; free unless an addon charges.

        :param str kind: joining, card (one more), replacement, renewal or service
        :param str key: idempotency key of the act that costs, for example
            ``replace:<card id>``; the same key charges once
        :param card: ``membership.card`` that the act is about
        :param outlet: ``membership.outlet`` where it happens, or None
        """
        self.ensure_one()

    @api.model
    def _check_enrolment(self, name, phone, company):
        """Hook: raise if this person cannot become a member."""
        if not (name or "").strip():
            raise ValidationError(self.env._("A member needs a name."))
        if not phone:
            raise ValidationError(self.env._("A member needs a phone number."))
        normalized = self._normalize_phone(phone, company.country_id)
        if not normalized:
            raise ValidationError(
                self.env._("%(phone)s is no possible phone number.", phone=phone)
            )
        holder = company.membership_one_phone and self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("phone", "=", normalized),
                ("state", "!=", "closed"),
            ],
            limit=1,
        )
        if holder:
            self._raise_phone_taken(normalized, holder)

    @api.model
    def _keep_ways_in(self, partner, contact, company):
        """What may be written on a known contact by whoever enrols him, in sudo.

        Address and phone of somebody with a user account are the way into it: who
        enrols people does not change them.

        :param dict contact: what was typed
        :returns: the same, without the e-mail address of such a person
        :raises ValidationError: the contact is another company's, or of such a person
            with another phone
        """
        if partner.company_id and partner.company_id.root_id != company:
            raise ValidationError(
                self.env._("This contact belongs to another company: choose another.")
            )
        if not partner.with_context(active_test=False).user_ids:
            return contact
        country = partner.country_id or company.country_id
        old = self._normalize_phone(partner.phone, country)
        if old and contact.get("phone") and contact["phone"] != old:
            raise ValidationError(
                self.env._(
                    "%(name)s has an account and another phone there: have it changed "
                    "in the account first.",
                    name=partner.name,
                )
            )
        kept = {"email"} if partner.email else set()
        return {name: contact[name] for name in contact.keys() - kept}

    @api.model
    def _find_contact(self, name, phone, company):
        """A contact with this phone *and* this name is the same person."""
        contacts = self.env["res.partner"].search(
            [
                (
                    "phone_sanitized",
                    "=",
                    self._normalize_phone(phone, company.country_id),
                ),
                ("name", "=", name),
                ("is_company", "=", False),
                ("company_id", "in", (False, company.id)),
            ],
            limit=2,
        )
        return contacts if len(contacts) == 1 else contacts.browse()

    # === HOOKS === #
    @api.model
    def _prepare_member_vals(self, vals, partner, company, outlet):
        """Hook: values of the member that :meth:`_enrol` creates."""
        prepared = {
            "partner_id": partner.id,
            "company_id": company.id,
            "outlet_id": outlet.id if outlet else False,
            # Who enrols somebody has just asked him.
            **self._prepare_confirmation(),
        }
        optional = ("level_id", "joined_on", "referrer_id", "source")
        return prepared | {name: vals[name] for name in optional if vals.get(name)}

    @api.model
    def _prepare_card_vals(self, vals, member, outlet):
        """Hook: values of the first card that :meth:`_enrol` creates."""
        card_type = self.env["membership.card.type"].browse(vals.get("type_id"))
        card_type = card_type or card_type._get_default(member.company_id)
        return {
            "member_id": member.id,
            "company_id": member.company_id.id,
            "type_id": card_type.id,
            "number": vals.get("card_number") or False,
            "is_number_read": bool(vals.get("is_number_read")),
            "barcode": vals.get("barcode") or False,
            "outlet_id": outlet.id if outlet else member.outlet_id.id,
        }
