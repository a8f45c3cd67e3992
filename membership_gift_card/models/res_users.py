from odoo import api, models


class ResUsers(models.Model):
    """What record rules of gift cards ask; the rules remember the answer."""

    _inherit = "res.users"

    @api.model
    def _issues_gift_cards(self, company_ids):
        """Whether one of these companies, or its main company, has issued any: who has
        not sees what is at its outlets, found by index."""
        roots = self.env["res.company"].sudo().browse(company_ids).root_id
        Type = self.env["membership.gift.type"].sudo().with_context(active_test=False)
        return bool(Type.search_count([("company_id", "in", roots.ids)], limit=1))

    @api.model
    def _get_outlet_ids_of(self, company_ids):
        """Outlets, closed ones too, of these companies, above them and below."""
        Outlet = self.env["membership.outlet"].sudo().with_context(active_test=False)
        domain = [
            "|",
            ("company_id", "parent_of", company_ids),
            ("company_id", "child_of", company_ids),
        ]
        return Outlet.search(domain).ids
