from odoo import models
from odoo.exceptions import UserError


class MembershipMember(models.Model):
    """Who speaks for a member unit is still needed by it."""

    _inherit = "membership.member"

    # === HOOKS === #
    def _check_can_anonymise(self):
        result = super()._check_can_anonymise()
        unit = self.env["membership.association.unit"].search(
            [
                ("state", "in", ("active", "suspended")),
                "|",
                ("representative_id", "=", self.partner_id.id),
                ("deputy_id", "=", self.partner_id.id),
            ],
            limit=1,
        )
        if unit:
            raise UserError(
                self.env._(
                    "%(member)s represents %(unit)s: name somebody else there first.",
                    member=self.display_name,
                    unit=unit.display_name,
                )
            )
        return result
