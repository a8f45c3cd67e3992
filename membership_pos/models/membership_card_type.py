from odoo import api, fields, models


class MembershipCardType(models.Model):
    """Which cards a cashier can give to a new member."""

    _inherit = "membership.card.type"

    at_till = fields.Boolean(
        string="At the Till",
        help="Cashiers offer this card to new members, beside the usual one.",
    )

    @api.model
    def _get_till_types(self, company):
        """Card types that tills of ``company`` offer to new members, in sudo.

        The usual one comes first.
        """
        offered = self.sudo().search(
            [
                ("company_id", "=", company.root_id.id),
                ("at_till", "=", True),
                ("kind", "in", self._get_till_kinds()),
            ]
        )
        return self.sudo()._get_default(company.root_id) | offered

    @api.model
    def _get_till_kinds(self):
        """Hook: kinds of cards that can be asked for at a till."""
        return ["personal"]
