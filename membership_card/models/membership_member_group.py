from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

LIMITS = ("limit_payment", "limit_day")


class MembershipMember(models.Model):
    """Companies as members, and the people who carry cards on somebody's accounts."""

    _inherit = "membership.member"

    is_company = fields.Boolean(related="partner_id.is_company")

    # === ACTION METHODS === #
    def action_issue_card(self):
        """Open the window that issues another card on this member's accounts."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Card of %(member)s", member=self.display_name),
            "res_model": "membership.card.issue",
            "view_mode": "form",
            "target": "new",
            "context": {"default_member_id": self.id},
        }

    def action_holder_statement(self):
        """Open the statement by holder of this member's accounts."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statement by Holder"),
            "res_model": "membership.holder.statement",
            "view_mode": "form",
            "target": "new",
            "context": {"default_member_id": self.id},
        }

    # === BUSINESS METHODS === #
    @api.model
    def _enrol_group(self, vals, holders, outlet=None):
        """Make a member of a company, with a card for each of its people.

        :param dict vals: name and phone of the company, or partner_id; type_id of a
            group card; optional email, level_id, company_id, source
        :param holders: list of dicts as :meth:`_issue_card` takes for ``holder``, with
            limit_payment and limit_day if they differ from the type's
        :param outlet: ``membership.outlet`` where it happens
        :returns: the new ``membership.member``
        """
        self = self.sudo()  # callers have checked what the user may do
        card_type = self.env["membership.card.type"].browse(vals["type_id"])
        if card_type.kind != "group":
            raise ValidationError(
                self.env._("%(type)s is no type of group cards.", type=card_type.name)
            )
        company = card_type.company_id
        partner = self.env["res.partner"].browse(vals.get("partner_id"))
        name = vals.get("name") or partner.name
        phone = vals.get("phone") or partner.phone
        country = partner.country_id or company.country_id
        phone = self._normalize_phone(phone, country) or phone
        self._check_enrolment(name, phone, company)
        contact = {"phone": phone, "is_company": True}
        contact |= {key: vals[key] for key in ("name", "email") if vals.get(key)}
        if partner:
            partner.write(self._keep_ways_in(partner, contact, company))
        else:
            partner = partner.create(contact)
        member = self.create(self._prepare_member_vals(vals, partner, company, outlet))
        for holder in holders:
            limits = {key: holder[key] for key in LIMITS if holder.get(key)}
            member._issue_card(card_type, outlet, holder=holder, **limits)
        member._after_enrol(vals, outlet)
        return member

    def _issue_further_card(self, card_type, outlet=None, holder=None, **values):
        """As :meth:`_issue_card`, for what it costs.

        :returns: the new ``membership.card``
        """
        card = self._issue_card(card_type, outlet, holder=holder, **values)
        self.sudo()._charge_fee("card", f"card:{card.id}", card.sudo(), outlet)
        return card

    def _issue_card(
        self, card_type, outlet=None, holder=None, reason=None, details=None, **values
    ):
        """Issue another card on this member's accounts; it works at once.

        :param card_type: ``membership.card.type``
        :param dict holder: who carries it: partner_id, or name and phone (email,
            birthdate_date); None: the member
        :param str reason: for the audit row
        :param dict details: identified_by and identity_note, for the audit row
        :param values: number, is_number_read, barcode, limit_payment, limit_day
        :returns: the new ``membership.card``
        """
        self.ensure_one()
        self._check_active()
        member = self.sudo()
        partner = member._find_holder(holder) if holder is not None else None
        card = self.env["membership.card"].sudo()
        card = card.create(
            {
                "member_id": member.id,
                "company_id": member.company_id.id,
                "type_id": card_type.id,
                "holder_id": partner.id if partner else False,
                "outlet_id": (outlet or member.outlet_id).id,
                **{name: value for name, value in values.items() if value},
            }
        )
        card._change_state("activate", reason, outlet, **(details or {}))
        return card.with_env(self.env)

    # === HELPERS === #
    def _find_holder(self, vals):
        """The contact who carries a card: a known one, or a new one.

        The staff of a company become contacts below it.
        """
        Partner = self.env["res.partner"]
        if partner := Partner.browse(vals.get("partner_id")).exists():
            return partner
        name = (vals.get("name") or "").strip()
        if not name:
            raise UserError(self.env._("Say who will carry the card."))
        company = self.company_id
        phone = (vals.get("phone") or "").strip()
        if phone:
            normalized = self._normalize_phone(phone, company.country_id)
            if not normalized:
                raise ValidationError(
                    self.env._("%(phone)s is no possible phone number.", phone=phone)
                )
            phone = normalized
            if known := self._find_contact(name, phone, company):
                return known
        is_group = self.partner_id.is_company
        return Partner.create(
            {
                "name": name,
                "phone": phone,
                "email": vals.get("email") or False,
                "birthdate_date": vals.get("birthdate_date") or False,
                "parent_id": self.partner_id.id if is_group else False,
            }
        )
