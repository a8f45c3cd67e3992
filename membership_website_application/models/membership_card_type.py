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
    def _get_offered(self, company, partner=None):
        """Card types that may be asked for, the default one first.

        :param partner: ``res.partner`` who asks, None for a visitor
        """
        kinds = ("personal", "group")
        offered = self.sudo().search(
            [
                ("company_id", "=", company.root_id.id),
                ("on_website", "=", True),
                ("kind", "in", kinds),
            ]
        )
        offered = offered or self._get_default(company).sudo()
        return offered._filter_open_to(partner.sudo()) if partner else offered
