from odoo import models

WIPED = ("email", "company_name", "licence_number", "legal_representative")


class MembershipMember(models.Model):
    """What a former member once typed on the website goes with him."""

    _inherit = "membership.member"

    # === HOOKS === #
    def _wipe_file(self):
        """That somebody registered stays, for the figures; who it was goes."""
        result = super()._wipe_file()
        registrations = self.env["membership.registration"].search(
            [
                "|",
                *("|", ("member_id", "=", self.id)),
                ("application_id.member_id", "=", self.id),
                ("partner_id", "=", self.partner_id.id),
            ]
        )
        registrations.write({"name": "–", "phone": "–", **dict.fromkeys(WIPED, False)})
        return result
