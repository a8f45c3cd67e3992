from odoo import api, models
from odoo.exceptions import UserError


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_operator(self):
        """Who posted is part of the books: such a user is archived, not deleted."""
        for model in ("membership.entry", "membership.hold"):
            found = (
                self.env[model]
                .sudo()
                .search([("operator_id", "in", self.ids)], limit=1)
            )
            if found:
                raise UserError(
                    self.env._(
                        "%(user)s posted entries in the membership ledger and cannot "
                        "be deleted. Archive the user instead.",
                        user=found.operator_id.name,
                    )
                )
