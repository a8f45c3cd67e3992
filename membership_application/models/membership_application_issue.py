from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..const import CARD_CENTRE

CHUNK = 1000


class MembershipApplication(models.Model):
    """From an approved application to a card in somebody's hand."""

    _name = "membership.application"
    _inherit = [
        "membership.application",
        "membership.naming",
        "membership.number.entry",
    ]
    _names_people = True  # see membership.naming

    waits_for_code = fields.Boolean(compute="_compute_waits_for_code")
    waits_for_switch = fields.Boolean(
        compute="_compute_waits_for_switch",
        help="Approved, but the administrator has not switched the special card on.",
    )

    # === COMPUTE METHODS === #
    @api.depends("name")
    def _compute_display_name(self):
        for application in self:
            is_new = application.name == "/"
            application.display_name = self.env._("New") if is_new else application.name

    @api.depends("state", "type_id.kind", "type_id.is_enabled")
    def _compute_waits_for_switch(self):
        for application in self:
            card_type = application.type_id.sudo()
            application.waits_for_switch = (
                application.state == "approved"
                and card_type.kind == "special"
                and not card_type.is_enabled
            )

    @api.depends("card_ids.state", "card_ids.activation")
    def _compute_waits_for_code(self):
        for application in self:
            application.waits_for_code = bool(application._get_cards_with_code())

    # === ACTION METHODS === #
    def action_issue(self):
        """Make the card (and the member), and show it."""
        self._take_step("issue")
        return self.action_view_cards()

    def action_view_cards(self):
        """Open the cards that were issued."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Cards"),
            "res_model": "membership.card",
            "view_mode": "list,form",
            "domain": [("application_id", "in", self.ids)],
        }
        if len(self) == 1 and len(self.card_ids) == 1:
            action |= {"res_id": self.card_ids.id, "view_mode": "form"}
        return action

    def action_view_member(self):
        """Open the member who got the card."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.member",
            "res_id": self.member_id.id,
            "view_mode": "form",
        }

    def action_hand_over(self):
        """The card was given or posted to its owner."""
        self.check_access("write")
        for application in self:
            if application.state != "issued":
                raise UserError(self.env._("Issue the card first."))
        self.sudo().write({"delivered_on": fields.Date.context_today(self)})
        for application in self:
            application.message_post(body=application._get_delivery_sentence())

    def action_send_code(self):
        """Send a new activation code to the holder; the old one works no longer."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group(CARD_CENTRE):
            raise UserError(self.env._("Ask the card centre for a new code."))
        card = self._get_cards_with_code()[:1]
        if not card:
            raise UserError(self.env._("No card of this application waits for a code."))
        self.sudo()._send_activation_code(card)

    # === BUSINESS METHODS === #
    def _check_can_issue(self):
        """Hook: raise if the card cannot be made (yet)."""
        if self.delivery == "post" and not (self.delivery_address or "").strip():
            raise UserError(
                self.env._("Enter the address that the card is sent to, first.")
            )
        self._check_member_stays()
        if self.kind == "special":
            self.type_id._check_switched_on()
        elif not self.member_id and (holder := self.duplicate_member_id):
            raise UserError(
                self.env._(
                    "%(phone)s is the phone of member %(member)s: use this member, or "
                    "correct the phone.",
                    phone=self.phone,
                    member=holder.display_name,
                )
            )

    def _check_member_stays(self):
        """A member may have left, or been frozen, since he applied."""
        if self.member_id:
            self.member_id.sudo()._check_active()

    def _after_approve(self):
        """A special type may be switched on now."""
        if self.kind == "special":
            self.type_id._approve()
        self._send_answer("membership_application.mail_template_approved")

    def _after_issue(self):
        """Make what was approved: in sudo, within the gate."""
        self = self._through_gate(False)
        if self.member_id:
            cards = self._issue_cards(self.member_id)
        elif self.kind == "special":
            cards = self._issue_blank_cards()
        else:
            member = self.env["membership.member"]._enrol(
                self._prepare_enrol_vals(), self.outlet_id
            )
            self.member_id = member
            cards = member.card_ids.filtered(lambda card: card.application_id == self)
        if self.kind == "special":
            cards._set_discount_rate(self.discount_rate)
        if self.charter_id and self.member_id:
            self.member_id.write(
                {
                    "charter_id": self.charter_id.id,
                    "charter_accepted_on": self.charter_accepted_on,
                }
            )
        self._send_answer("membership_application.mail_template_issued")
        if self.member_id and self.type_id.activation == "code":
            for card in cards:
                self._send_activation_code(card)

    def _issue_cards(self, member):
        """One more card, or so many special ones, for who is a member already."""
        Member = self.env["membership.member"]
        cards = self.env["membership.card"]
        for number in range(self.quantity if self.kind == "special" else 1):
            vals = Member._prepare_card_vals(
                self._prepare_enrol_vals(), member, self.outlet_id
            )
            if number:  # what was scanned is the first of them
                vals["number"] = False
            card = cards._take_or_create(vals)
            if self.type_id.activation == "issue":
                card._change_state("activate", outlet=self.outlet_id)
            member._charge_fee("card", f"card:{card.id}", card, self.outlet_id)
            cards |= card
        return cards

    def _issue_blank_cards(self):
        """Special cards without an owner: blank, until somebody is given one."""
        Card = self.env["membership.card"]
        cards = Card.browse()
        is_stock = self.type_id.number_source == "stock"
        for positions in split_every(CHUNK, range(self.quantity)):
            count = len(positions)
            # Printed blanks bring their numbers.
            numbers = [False] * count if is_stock else self.type_id._next_numbers(count)
            cards |= Card.create([self._prepare_blank_vals(n) for n in numbers])
        return cards

    def _get_cards_with_code(self):
        return self.card_ids.filtered(
            lambda card: card.state == "draft" and card.activation == "code"
        )

    def _prepare_blank_vals(self, number):
        """Hook: values of a blank special card."""
        return {
            "number": number,
            "type_id": self.type_id.id,
            "company_id": self.company_id.id,
            "outlet_id": self.outlet_id.id,
            "application_id": self.id,
        }

    def _prepare_enrol_vals(self):
        """Hook: what issuing hands to ``membership.member._enrol``."""
        activation = self.type_id.activation
        vals = {
            "company_id": self.company_id.id,
            "type_id": self.type_id.id,
            "source": self.source,
            "card_number": (self.card_number or "").strip(),
            "is_number_read": self.is_number_read,
            "application_id": self.id,
            "activation": activation if activation != "issue" else "staff",
            "is_active": activation == "issue",
            "phone": self.phone_e164,
        }
        if self.kind == "company":
            partner = self._get_company_partner()
            person = partner.child_ids.filtered(lambda c: c.name == self.contact_name)
            return vals | {"partner_id": partner.id, "holder_id": person[:1].id}
        return vals | {
            "partner_id": self.partner_id.id,
            "name": self.contact_name,
            # The address of a known contact may be the way into an account.
            "email": not self.partner_id.email and self.email,
            "birthdate_date": self.birthdate_date,
            "gender": self.gender,
        }

    def _get_company_partner(self):
        """The company as a contact, with the person who applied for it below."""
        if self.member_id:
            return self.member_id.partner_id
        Partner = self.env["res.partner"]
        partner = Partner.search(
            [
                ("is_company", "=", True),
                ("name", "=", self.company_name),
                ("company_registry", "=", self.licence_number),
                ("company_id", "in", (False, self.company_id.id)),
            ],
            limit=1,
        )
        partner = partner or Partner.create(
            {
                "name": self.company_name,
                "is_company": True,
                "company_registry": self.licence_number,
                "email": self.email,
                "lang": self.lang,
            }
        )
        if self.contact_name not in partner.child_ids.mapped("name"):
            Partner.create(
                {
                    "name": self.contact_name,
                    "parent_id": partner.id,
                    "type": "contact",
                    "email": self.email,
                }
            )
        return partner

    # === MESSAGES === #
    def _send_answer(self, template_xmlid):
        """Tell the applicant, if we know an e-mail address."""
        template = self.env.ref(template_xmlid, raise_if_not_found=False)
        if template and self.email:
            template.sudo().send_mail(self.id)

    def _send_activation_code(self, card):
        """Send a new code by e-mail, else by SMS; it is written down nowhere."""
        code = card._make_activation_code()
        body = self.env._(
            "%(company)s: %(code)s is the code that activates your card %(number)s.",
            company=self.company_id.name,
            code=code,
            number=card.number,
        )
        self._send_text(body, self.phone_e164, self.email)

    def _send_text(self, body, phone, email):
        """Queue a short text for one person, by e-mail if there is an address.

        :param str body: plain text; neither logged nor kept once it is sent
        """
        subject = self.env._("Your card at %(name)s", name=self.company_id.name)
        self.env["membership.text"]._send(body, subject, phone, email, self.company_id)

    def _get_delivery_sentence(self):
        if self.delivery == "counter":
            return self.env._("The card was handed over.")
        return self.env._(
            "The card was sent by post: %(reference)s.",
            reference=self.parcel_reference or self.env._("without a reference"),
        )
