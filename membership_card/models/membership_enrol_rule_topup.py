from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr


class MembershipEnrolRule(models.Model):
    """Becoming a member by paying in at a counter: how much it takes, what it gives."""

    _inherit = "membership.enrol.rule"

    # === BUSINESS METHODS === #
    @api.model
    def _get_topup_rules(self, company):
        """Rules by which a top-up makes a member, the lowest first, in sudo.

        Whoever tops up wants what members have: an offer is made and taken at once.
        """
        today = fields.Date.context_today(self)
        return self.sudo().search(
            [
                ("company_id", "=", company.root_id.id),
                ("trigger", "=", "topup"),
                ("date_from", "<=", today),
            ],
            order="amount, sequence desc, id desc",
        )

    @api.model
    def _match_topup(self, company, amount):
        """The highest of these rules that ``amount`` reaches, in sudo.

        :param Decimal amount: what a customer pays in at once
        :returns: empty where no rule asks for anything
        :raises UserError: what is missing to the lowest
        """
        rules = self._get_topup_rules(company)
        reached = rules.filtered(lambda rule: rule._get_least_amount() <= amount)
        if rules and not reached:
            least = rules[0]._get_least_amount()
            currency = rules[0].currency_id
            raise UserError(
                self.env._(
                    "A customer becomes a member by a top-up of %(least)s or more: "
                    "%(missing)s are missing.",
                    least=currency.format(float(least)),
                    missing=currency.format(float(least - amount)),
                )
            )
        return reached[-1:]

    def _get_least_amount(self):
        """From which amount on this rule applies, as a Decimal."""
        self.ensure_one()
        digits = self.currency_id.decimal_places
        return Decimal(float_repr(self.amount, digits))

    def _get_given_name(self):
        """What the customer gets by this rule, in short."""
        self.ensure_one()
        names = (self.level_id.name, self.type_id.name)
        return " · ".join(filter(None, names)) or self.name
