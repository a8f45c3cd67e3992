import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

FIND_LIMIT = 20
LIST_LIMIT = 500
PHONE_DIGITS = 5  # fewer are no phone
ENROL_FIELDS = ("name", "phone", "email", "birthdate_date", "gender", "comment")


def _escape(term):
    """``term`` taken literally in a LIKE pattern."""
    return re.sub(r"([\\%_])", r"\\\1", term)


class MembershipMember(models.Model):
    """Finding a member, and making one: each way in is one indexed lookup."""

    _inherit = "membership.member"

    search_term = fields.Char(
        string="Member, Card or Phone",
        compute="_compute_search_term",
        search="_search_search_term",
        help="One box for what a till would scan or type.",
    )

    # === COMPUTE METHODS === #
    def _compute_search_term(self):
        self.search_term = False

    @api.model
    def _search_search_term(self, operator, value):
        if operator not in ("ilike", "=ilike", "like", "in"):
            return NotImplemented
        terms = [value] if isinstance(value, str) else value
        found = self.browse().union(
            *(self._find(term, self.env.company, LIST_LIMIT) for term in terms)
        )
        return Domain("id", "in", found.ids)

    @api.model
    def _search_display_name(self, operator, value):
        """A many2one looks for members as a till does, not through every row."""
        if operator == "ilike" and value:
            return self._search_search_term(operator, value)
        return super()._search_display_name(operator, value)

    # === BUSINESS METHODS - FINDING === #
    @api.model
    def _find(self, term, company, limit=FIND_LIMIT):
        """Members that ``term`` means: card or member number, phone, else name.

        Tills call :meth:`_identify`, which also refuses a code that may not be used.

        :param str term: what was scanned or typed
        :param company: ``res.company``; members belong to its main company
        :param int limit: how many members of one name at most
        :returns: members; the first way that finds any wins
        """
        term = (term or "").strip()
        root = company.root_id
        if not term:
            return self.browse()
        found = self._find_by_number(term, root)
        here = Domain("company_id", "=", root.id) & Domain("state", "!=", "closed")
        if not found and len(re.sub(r"\D", "", term)) >= PHONE_DIGITS:
            phone = self._normalize_phone(term, root.country_id)
            found = self.search(here & Domain("phone", "=", phone), limit=1)
        if not found and (by_name := self._get_name_domain(term)):
            found = self.search(here & by_name, limit=limit)
        return found

    @api.model
    def _get_name_domain(self, term):
        """How a name is looked up so that an index serves it; None if it is too short.

        Trigrams need three letters, and find nothing in two Chinese characters: those
        are looked up from the beginning of the name.
        """
        if not term.isascii():
            return Domain("partner_id.name", "=like", f"{_escape(term)}%")
        if len(term) >= 3:
            return Domain("partner_id.name", "ilike", term)
        return None

    @api.model
    def _find_by_number(self, number, root):
        self.flush_model(["number"])
        self.env["membership.card"].flush_model(["number", "barcode", "member_id"])
        self.env.cr.execute(
            SQL(
                """
                SELECT member_id FROM membership_card
                WHERE company_id = %(company)s AND number = %(number)s
                UNION SELECT member_id FROM membership_card
                WHERE company_id = %(company)s AND barcode = %(number)s
                UNION SELECT id FROM membership_member
                WHERE company_id = %(company)s AND number = %(number)s
                """,
                company=root.id,
                number=number,
            )
        )
        return self.browse(row[0] for row in self.env.cr.fetchall() if row[0])

    @api.model
    def _identify(self, term, company, capability="discount"):
        """What a till needs: who ``term`` means, refused if it is a card that is dead.

        :returns: (members, card); the card is empty unless ``term`` is its code
        :raises UserError: if ``term`` is a card's code and the card may not be used
        """
        card = self.env["membership.card"]._find_by_code(term, company)
        if card:
            card._check_usable(capability)
            return card.member_id, card
        return self._find(term, company), card

    # === BUSINESS METHODS - ENROLMENT === #
    @api.model
    def _enrol(self, vals, outlet=None):
        """Make a member: contact, membership and active card.

        :param dict vals: name, phone, email, birthdate_date, gender, comment of the
            contact, or partner_id; optional level_id, joined_on, referrer_id, type_id,
            card_number, barcode, company_id
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
        phone = vals.get("phone") or partner.phone
        self._check_enrolment(vals.get("name") or partner.name, phone, company)
        partner = partner or self._find_contact(vals["name"], phone, company)
        contact = {name: vals[name] for name in ENROL_FIELDS if vals.get(name)}
        if contact.get("phone"):
            contact["phone"] = self._normalize_phone(phone, company.country_id)
        if partner:
            partner.write(contact)
        else:
            partner = partner.create(contact)
        member = self.create(self._prepare_member_vals(vals, partner, company, outlet))
        card = self.env["membership.card"].create(
            self._prepare_card_vals(vals, member, outlet)
        )
        card._change_state("activate", outlet=outlet)
        return member

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
        holder = self.sudo().search(
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
        }
        optional = ("level_id", "joined_on", "referrer_id")
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
            "barcode": vals.get("barcode") or False,
            "outlet_id": outlet.id if outlet else member.outlet_id.id,
        }

    def _get_till_data(self):
        """Hook: what a till shows of this member; policies add keys of their own.

        :returns: dict that survives JSON; amounts are texts, exact to the unit
        """
        self.ensure_one()
        member = self.sudo()
        partner, level = member.partner_id, member.level_id
        return {
            "id": member.id,
            "partner_id": partner.id,
            "name": partner.name or "",
            "number": member.number,
            "phone": member.phone_masked or "",
            "state": member.state,
            "birthday": partner.birthdate_date and partner.birthdate_date.isoformat(),
            "outlet": member.outlet_id.name or "",
            "level": level
            and {
                "id": level.id,
                "name": level.name,
                "color": level.color or "",
                "pricelist_id": level.pricelist_id.id,
                "points_multiplier": level.points_multiplier,
            },
            "pricelist_id": member._get_pricelist().id,
            "cards": [
                {
                    "id": card.id,
                    "number": card.number,
                    "state": card.state,
                    "valid_until": card.valid_until and card.valid_until.isoformat(),
                }
                for card in member.card_ids
                if card.state != "cancelled"
            ],
            "accounts": [
                {
                    "id": account.id,
                    "unit_id": account.unit_id.id,
                    "code": account.unit_id.code,
                    "kind": account.unit_id.kind,
                    "name": account.unit_id.name,
                    "balance": f"{account.balance:.{account.decimals}f}",
                    "available": f"{account.available:.{account.decimals}f}",
                    "state": account.state,
                    "symbol": account.symbol,
                    "decimals": account.decimals,
                }
                for account in member.account_ids
            ],
        }

    # === HELPERS === #
    @api.model
    def _normalize_phone(self, phone, country):
        """``phone`` in E.164, or False if it cannot be one."""
        if not phone:
            return False
        return self._phone_format_number(
            phone, country or self.env.company.country_id, force_format="E164"
        )

    @api.model
    def _mask(self, phone):
        """Enough of a phone to recognise it, not to call it."""
        if not phone:
            return False
        return (
            f"{phone[:-8]}****{phone[-4:]}" if len(phone) > 10 else f"****{phone[-3:]}"
        )

    @api.model
    def _raise_phone_taken(self, phone, holder):
        raise ValidationError(self._get_phone_sentence(phone, holder.sudo()))

    @api.model
    def _get_phone_sentence(self, phone, holder):
        return self.env._(
            "%(phone)s is the phone of member %(name)s, number %(number)s: one phone, "
            "one member.",
            phone=phone,
            name=holder.partner_id.name,
            number=holder.number,
        )

    @api.model
    def _get_phone_message(self, detail):
        """The same sentence from what PostgreSQL says about a lost race."""
        match = re.search(r"=\((\d+), (\+\d+)\)", detail)
        holder = match and self.sudo().search(
            [
                ("company_id", "=", int(match[1])),
                ("phone", "=", match[2]),
                ("state", "!=", "closed"),
            ],
            limit=1,
        )
        if holder:
            return self._get_phone_sentence(match[2], holder)
        return self.env._("Another member has this phone: one phone, one member.")
