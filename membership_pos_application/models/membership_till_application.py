from odoo import api, models
from odoo.exceptions import UserError

COMPANY_FIELDS = ("company_name", "licence_number", "legal_representative")
TEXT_MAX = 1000


class MembershipTill(models.AbstractModel):
    """Cards that somebody has to approve: the till makes an application, no card."""

    _inherit = "membership.till"

    # === PUBLIC METHODS - ACTS === #
    @api.model
    def apply(self, session_id, vals, member_id=False):
        """Hand in an application for a card that is not given at once.

        :param dict vals: as for ``enrol``; for companies company_name, licence_number
            and legal_representative; for special cards quantity, benefit and
            discount_rate (per cent)
        :param member_id: who wants one more card; name and phone are his then
        :returns: dict of ``reference`` and ``missing``, what has to be brought still
        :raises UserError: something is missing that a till can ask for
        """
        session = self._get_session(session_id)
        vals = vals if isinstance(vals, dict) else {}
        member = self.env["membership.member"]
        if member_id:
            member, card_type = self._get_applicant(session, member_id, vals)
        else:
            card_type = self._get_enrol_type(session, vals)
        if not card_type._needs_application():
            raise UserError(
                self.env._(
                    "Cards of type %(type)s need no application: enrol the customer.",
                    type=card_type.name,
                )
            )
        self._check_acceptance(session, card_type, vals)
        application = (
            self.env["membership.application"]
            .sudo()
            .with_company(session.company_id)
            .create(self._prepare_application_vals(session, card_type, vals, member))
        )
        application.action_submit()
        return {
            "reference": application.name,
            "missing": application._get_missing(is_applicant=True),
        }

    @api.model
    def print_application(self, session_id, reference):
        """The form of an application that this user has just handed in, to be signed.

        :param str reference: as :meth:`apply` returned it
        :returns: HTML, as :meth:`print_form` of a card's step
        :raises UserError: somebody else handed it in, or at another outlet
        """
        session = self._get_session(session_id)
        application = (
            self.env["membership.application"]
            .sudo()
            .search(
                [
                    ("name", "=", str(reference)),
                    ("company_id", "=", session.company_id.root_id.id),
                    ("submitted_by_id", "=", self.env.uid),
                    ("source", "=", "till"),
                ],
                limit=1,
            )
        )
        if not application:
            raise UserError(
                self.env._("The card centre prints the form of this application.")
            )
        kind = "special_report" if application.kind == "special" else "report"
        return self._render_page(
            f"membership_application.membership_application_{kind}", application
        )

    # === HOOKS === #
    @api.model
    def _prepare_enrol_type(self, session, card_type):
        """Adds whether an application is made, and what it asks for."""
        return super()._prepare_enrol_type(session, card_type) | {
            "needs_application": card_type._needs_application(),
            "applicant": card_type._get_applicant(),
            "papers": card_type.requirement_ids.filtered("is_required").mapped("name"),
        }

    @api.model
    def _check_can_enrol(self, session, card_type, vals):
        """What is approved is not given at once."""
        self._check_given_at_once(card_type)
        return super()._check_can_enrol(session, card_type, vals)

    @api.model
    def _get_issue_types(self, session, member):
        """There are no applications for cards that others carry."""
        types = super()._get_issue_types(session, member)
        return types.filtered(
            lambda each: each.kind != "supplementary" or not each._needs_application()
        )

    @api.model
    def _may_issue(self, session, card_type):
        """Whoever serves members hands in an application; others decide."""
        may = super()._may_issue(session, card_type)
        return may or card_type._needs_application()

    @api.model
    def _check_can_issue(self, session, member, card_type, vals):
        """What is approved is not given at once to a member either."""
        self._check_given_at_once(card_type)
        return super()._check_can_issue(session, member, card_type, vals)

    @api.model
    def _prepare_application_vals(self, session, card_type, vals, member):
        """Hook: the application that a till hands in.

        :param member: who wants one more card; empty: somebody new
        """
        person = self._to_applicant(vals, member)
        applicant = card_type._get_applicant()
        outlet = session.config_id.membership_outlet_id
        outlet = outlet or self.env["membership.outlet"]._get_default(
            session.company_id
        )
        if not (person.get("name") and person.get("phone")):
            raise UserError(self.env._("An application needs a name and a phone."))
        prepared = {
            "contact_name": person["name"],
            "phone": person["phone"],
            "email": person.get("email"),
            "birthdate_date": person.get("birthdate_date"),
            "kind": applicant,
            "member_id": member.id,
            "type_id": card_type.id,
            "company_id": session.company_id.root_id.id,
            "outlet_id": outlet.id,
            "source": "till",
            "lang": self.env.lang,
        }
        if card_type.needs_charter:
            prepared["charter_id"] = self._get_charter(session).id
        if card_type.needs_signature:
            prepared["signature"] = self._get_signature(vals)
        if applicant == "company":
            prepared |= {name: self._to_text(vals, name) for name in COMPANY_FIELDS}
            if member:
                prepared["company_name"] = member.partner_id.name
        if applicant == "special":
            prepared |= self._prepare_special_vals(vals)
        return prepared

    # === HELPERS === #
    @api.model
    def _check_given_at_once(self, card_type):
        if card_type._needs_application():
            raise UserError(
                self.env._(
                    "Cards of type %(type)s are given after an application: hand one "
                    "in.",
                    type=card_type.name,
                )
            )

    @api.model
    def _get_applicant(self, session, member_id, vals):
        """The member who wants one more card, and its type, checked for this till."""
        member = self._get_member(session, member_id)
        self._check_served(session, member, "cards")
        member._check_active()
        types = self._get_issue_types(session, member)
        card_type = self._choose_type(types, vals)
        if problem := self._get_issue_problem(session, member, card_type):
            raise UserError(problem)
        return member, card_type

    @api.model
    def _to_applicant(self, vals, member):
        """Who applies: what the till sent; of a member who is a person, his file."""
        person = self._to_person(vals)
        partner = member.partner_id
        if partner and not partner.is_company:
            own = ("name", "phone", "email", "birthdate_date")
            person = {name: partner[name] for name in own}
        elif partner:
            person.setdefault("phone", partner.phone)
        return person

    @api.model
    def _prepare_special_vals(self, vals):
        """How many special cards, what for, at which discount."""
        try:
            quantity = int(vals.get("quantity") or 0)
            discount_rate = float(vals.get("discount_rate") or 0)
        except (TypeError, ValueError):
            quantity = discount_rate = -1
        if not (1 <= quantity <= 10000 and 0 <= discount_rate <= 100):
            raise UserError(
                self.env._(
                    "Apply for 1 to 10,000 cards, at a discount between 0 and 100 %."
                )
            )
        return {
            "quantity": quantity,
            "discount_rate": discount_rate,
            "benefit": self._to_text(vals, "benefit"),
        }

    @api.model
    def _to_text(self, vals, name):
        return str(vals.get(name) or "").strip()[:TEXT_MAX]
