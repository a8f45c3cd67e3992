from odoo import api, fields, models


class MembershipCardType(models.Model):
    """Which cards a cashier can give."""

    _inherit = "membership.card.type"

    at_till = fields.Boolean(
        string="At the Till",
        help="Cashiers offer this card, beside the usual one: to new members, and to "
        "members as one more. A supplementary card is offered to members only.",
    )

    @api.model
    def _get_till_types(self, company, is_member=False):
        """Card types that tills of ``company`` offer, in sudo; the usual one first.

        :param is_member: to somebody who is a member already
        """
        kinds = self._get_till_kinds() + ["supplementary"] * is_member
        offered = self.sudo().search(
            [
                ("company_id", "=", company.root_id.id),
                ("at_till", "=", True),
                ("kind", "in", kinds),
            ]
        )
        return self.sudo()._get_default(company.root_id) | offered

    @api.model
    def _get_till_kinds(self):
        """Hook: kinds of cards that can be asked for at a till."""
        return ["personal"]
