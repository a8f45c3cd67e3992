from odoo import api, models
from odoo.tools import SQL


class ResUsers(models.Model):
    """A member who signs in on the website is a user, whose login is an address."""

    _name = "res.users"
    _inherit = ["res.users", "membership.masked"]

    # === HOOKS === #
    def _filter_members(self):
        """Users of the website who are members."""
        partners = self.sudo().partner_id
        return self.filtered_domain(
            [("partner_id", "in", partners._filter_members().ids)]
        )

    @api.model
    def _get_masked_sql(self, alias):
        return SQL(
            "EXISTS (SELECT FROM res_partner partner WHERE partner.id = %s AND %s)",
            SQL.identifier(alias, "partner_id"),
            self.env["res.partner"]._get_masked_sql("partner"),
        )
