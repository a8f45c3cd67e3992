from odoo import api, models


class MembershipTill(models.AbstractModel):
    """Becoming a member by paying in: what the rules ask for, and what they give."""

    _inherit = "membership.till"

    # === PUBLIC METHODS - READING === #
    @api.model
    def get_topup_steps(self, session_id):
        """From which amounts on a top-up makes a customer a member.

        :returns: list of dicts of texts, ``amount`` and ``name``; empty: any does
        """
        session = self._get_session(session_id)
        rules = self.env["membership.enrol.rule"]._get_topup_rules(session.company_id)
        return [
            {"amount": str(rule._get_least_amount()), "name": rule._get_given_name()}
            for rule in rules
        ]

    @api.model
    def get_enrol_form(self, session_id, topup_amount=False):
        """Add the card of the rule, where somebody pays in to become a member.

        :param str topup_amount: how much he pays in
        """
        rule = self._get_topup_rule(self._get_session(session_id), topup_amount)
        form = super().get_enrol_form(session_id)
        if rule.type_id:
            session = self._get_session(session_id)
            rows = [self._prepare_enrol_type(session, rule.type_id.sudo())]
            form |= self._prepare_form(session, rows)
        return form

    # === PUBLIC METHODS - ACTS === #
    @api.model
    def enrol(self, session_id, vals):
        """Note by which rule a customer became a member, if he pays in for that.

        :param dict vals: ``topup_amount`` besides, as a text
        :raises UserError: what is missing, where it is less than the rules ask for
        """
        data = super().enrol(session_id, vals)
        session = self._get_session(session_id)
        amount = vals.get("topup_amount") if isinstance(vals, dict) else False
        rule = self._get_topup_rule(session, amount)
        if not rule:
            return data
        member = self.env["membership.member"].sudo().browse(data["id"])
        self.env["membership.enrol.offer"]._note_accepted(rule, member, amount)
        # So much is paid in now, for that is why he is a member.
        return data | {"topup_least": str(rule._get_least_amount())}

    # === HOOKS === #
    @api.model
    def _prepare_enrol_vals(self, session, card_type, vals):
        prepared = super()._prepare_enrol_vals(session, card_type, vals)
        rule = self._get_topup_rule(session, vals.get("topup_amount"))
        if rule:
            level_id = rule.level_id.id or prepared["level_id"]
            prepared |= {"level_id": level_id, "source": "rule"}
        return prepared

    @api.model
    def _get_enrol_type(self, session, vals):
        rule = self._get_topup_rule(session, vals.get("topup_amount"))
        return rule.type_id.sudo() or super()._get_enrol_type(session, vals)

    # === HELPERS === #
    @api.model
    def _get_topup_rule(self, session, amount):
        """The rule that ``amount`` fulfils, the highest; empty where none is asked.

        :raises UserError: what is missing to the lowest
        """
        Rule = self.env["membership.enrol.rule"].sudo()
        if not amount:
            return Rule
        paid = self._to_amount(amount, session.currency_id.decimal_places)
        return Rule._match_topup(session.company_id, paid)
