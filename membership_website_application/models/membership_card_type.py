from odoo import api, fields, models


class MembershipCardType(models.Model):
    """Which cards can be asked for on the website."""

    _inherit = "membership.card.type"

    on_website = fields.Boolean(
        string="On the Website",
        help="Visitors can apply for this card. If no type is chosen, they apply for "
        "the default one.",
    )

    @api.model
    def _get_offered(self, company):
        """Card types that visitors may ask for, the default one first."""
        kinds = ("personal", "group")
        offered = self.sudo().search(
            [
                ("company_id", "=", company.root_id.id),
                ("on_website", "=", True),
                ("kind", "in", kinds),
            ]
        )
        return offered or self._get_default(company)
