from odoo import api, models
from odoo.exceptions import UserError


class MembershipTill(models.AbstractModel):
    """Becoming a member at the counter."""

    _inherit = "membership.till"

    # === PUBLIC METHODS - ACTS === #
    @api.model
    def get_enrol_form(self, session_id):
        """What the form for a new member asks for.

        :returns: dict of ``types``, the cards that can be had here, the usual one first
        """
        session = self._get_session(session_id)
        types = self.env["membership.card.type"]._get_till_types(session.company_id)
        rows = [self._prepare_enrol_type(session, each) for each in types]
        return self._prepare_form(session, rows)

    @api.model
    def enrol(self, session_id, vals):
        """Make a member of a customer at the counter.

        :param dict vals: name, phone, optional email and birthdate_date; partner_id of
            the customer whom the till knows already; type_id, one of those of the
            form; card_number of the blank that is handed over
        :returns: the till's data, and ``new_card``, what the cashier hands over
        :raises ValidationError: naming the member who has the phone
        """
        session = self._get_session(session_id)
        vals = vals if isinstance(vals, dict) else {}
        card_type = self._get_enrol_type(session, vals)
        self._check_can_enrol(session, card_type, vals)
        Member = self.env["membership.member"].sudo().with_company(session.company_id)
        member = Member._enrol(
            self._prepare_enrol_vals(session, card_type, vals),
            outlet=session.config_id.membership_outlet_id,
        )
        Offer = self.env["membership.enrol.offer"]
        Offer._close_answered(Offer._get_open(member.partner_id, member.company_id))
        data = self._prepare_till_data(session, member)
        new_card = self._prepare_new_card(member.card_ids[:1], vals)
        return data | {"new_card": new_card}

    # === HOOKS === #
    @api.model
    def _prepare_form(self, session, rows):
        """Hook: what a form shows in which a card is chosen.

        :param rows: dicts, one for each type of card that can be chosen
        """
        return {"types": rows}

    @api.model
    def _prepare_enrol_type(self, session, card_type):
        """Hook: what the form has to know of one type of card."""
        return {
            "id": card_type.id,
            "name": card_type.name,
            "takes_blank": card_type.number_source == "stock",
        }

    @api.model
    def _check_can_enrol(self, session, card_type, vals):
        """Hook: raise if nobody becomes a member like this at a till.

        :param vals: what the till sent, unchecked
        """
        self._check_number(card_type, vals)

    @api.model
    def _prepare_enrol_vals(self, session, card_type, vals):
        """Hook: what the till hands to ``membership.member._enrol``."""
        customer = self._get_customer(session, vals)
        offers = self.env["membership.enrol.offer"]._get_open(
            customer, session.company_id
        )
        return {
            **self._to_person(vals),
            "partner_id": customer.id,
            "company_id": session.company_id.root_id.id,
            "source": "till",
            "level_id": offers.rule_id.level_id[:1].id,
            "type_id": card_type.id,
            "card_number": self._to_number(vals),
        }

    # === HELPERS === #
    @api.model
    def _get_customer(self, session, vals):
        """The contact who becomes a member, where the till had chosen one.

        Only a person who is no member yet, and only under his own name: whoever types
        another one means somebody else.
        """
        Partner = self.env["res.partner"]
        if not vals.get("partner_id"):
            return Partner
        # As the user: record rules decide which customers are his.
        customer = Partner.search([("id", "=", self._to_id(vals["partner_id"]))])
        customer = customer.with_env(session.env)
        is_member = customer.membership_member_ids.filtered(
            lambda member: member.company_id == session.company_id.root_id
        )
        is_same = customer.name == self._to_person(vals).get("name")
        if customer.is_company or is_member or not is_same:
            return Partner
        return customer

    @api.model
    def _check_number(self, card_type, vals):
        """Nobody makes up the number of a card."""
        if vals.get("card_number") and card_type.number_source != "stock":
            raise UserError(
                self.env._(
                    "Cards of type %(type)s get their number by themselves: leave the "
                    "card number empty.",
                    type=card_type.name,
                )
            )

    @api.model
    def _get_enrol_type(self, session, vals):
        """The type of card that was chosen for a new member."""
        types = self.env["membership.card.type"]._get_till_types(session.company_id)
        return self._choose_type(types, vals)

    @api.model
    def _choose_type(self, types, vals):
        """What the till sent as one of ``types``; the first, the usual one, if none."""
        if not vals.get("type_id"):
            return types[:1]
        card_type = types.filtered(lambda each: each.id == vals["type_id"])
        if not card_type:
            raise UserError(
                self.env._("This card cannot be had at the till any more: reload it.")
            )
        return card_type
