from odoo import models


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
