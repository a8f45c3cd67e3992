from odoo import api, models
from odoo.tools import SQL


class MembershipCobrandReport(models.Model):
    """Adds top-ups with co-branded cards."""

    _inherit = "membership.cobrand.report"

    # === HOOKS === #
    @api.model
    def _get_facts(self):
        return [*super()._get_facts(), ("topup", self.env._("Top-up"))]

    @api.model
    def _get_fact_queries(self):
        topups = SQL(
            """
            SELECT 'topup', 'theirs', type.cobrand_partner_id, type.id, card.id,
                topup.member_id, topup.outlet_id, card.company_id,
                topup.date::date, 0, 0, 0::numeric, 1,
                topup.amount - COALESCE(topup.reversed_amount, 0), 0::numeric
            FROM membership_card_type type
            JOIN membership_card card ON card.type_id = type.id
            JOIN membership_topup topup ON topup.card_id = card.id
            WHERE type.cobrand_partner_id IS NOT NULL
              AND topup.state IN ('posted', 'reversed')
            """
        )
        return [*super()._get_fact_queries(), topups]
