from odoo import api, models
from odoo.tools import SQL


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    # === CRUD METHODS === #
    def write(self, vals):
        """Levels remember which of their lists are in use: forget it."""
        result = super().write(vals)
        if "active" in vals:
            self.env.registry.clear_cache()
        return result

    # === BUSINESS METHODS === #
    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        """A member buys at the price list of his level.

        What was agreed with a contact wins over his level. Nothing is asked, and
        nothing changes for anybody, as long as no level has a price list.
        """
        result = super()._get_partner_pricelist_multi(partner_ids)
        if not self.env["membership.level"]._has_pricelists():
            return result
        ids = [partner_id for partner_id in partner_ids if isinstance(partner_id, int)]
        partners = self.env["res.partner"].browse(ids)
        free = partners.filtered(
            lambda partner: not partner.specific_property_product_pricelist.active
        )
        for partner_id, pricelist_id in self._get_level_pricelists(free).items():
            result[partner_id] = self.browse(pricelist_id)
        return result

    def _get_partner_pricelist_multi_search_domain_hook(self, company_id):
        """What members have is nobody else's default, whatever its place in the list.

        Core gives the first list to whoever has none of his own, visitors included.
        """
        reserved = self.env["membership.level"]._get_reserved_pricelist_ids()
        return [
            *super()._get_partner_pricelist_multi_search_domain_hook(company_id),
            ("id", "not in", reserved),
        ]

    @api.model
    def _get_usual_pricelist(self, partner):
        """The price list by which ``partner`` would buy without being a member."""
        # What is below this class knows no members: that is the question.
        # pylint: disable-next=super-method-mismatch
        return super()._get_partner_pricelist_multi(partner.ids)[partner.id]

    @api.model
    def _get_level_pricelists(self, partners):
        """Ids of price lists by id of partner, for the members among them.

        What a member has for himself wins over a member day, and that over the level.
        """
        if not partners:
            return {}
        Member = self.env["membership.member"]
        Member.flush_model(["partner_id", "level_id", "state"])
        self.env.cr.execute(
            SQL(
                """
                SELECT member.partner_id, member.id, member.level_id
                FROM membership_member member
                WHERE member.partner_id = ANY(%s) AND member.company_id = %s
                    AND member.state = 'active'
                """,
                partners.ids,
                self.env.company.root_id.id,
            )
        )
        found = {}
        rows = self.env.cr.fetchall()
        own = Member.browse(row[1] for row in rows)._get_own_pricelists()
        Level = self.env["membership.level"]
        today = Member._get_level_day()
        for partner_id, member_id, level_id in rows:
            pricelist_id = own.get(member_id) or (
                level_id and Level._get_price_of(level_id, today)
            )
            if pricelist_id:
                found[partner_id] = pricelist_id
        return found
