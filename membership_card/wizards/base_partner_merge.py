from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """A member follows his contact; two members are not one by merging contacts.

        Core moves foreign keys with SQL and would delete the membership that collides.
        """
        Member = self.env["membership.member"].sudo()
        members = Member.search(
            [("partner_id", "in", list(partner_ids)), ("state", "!=", "closed")]
        )
        for company, found in members.grouped("company_id").items():
            if len(found) > 1:
                raise UserError(
                    self.env._(
                        "%(first)s and %(second)s are both members of %(company)s, "
                        "with cards and balances of their own. Merge the two members "
                        "first: in the list of members select both, then Merge.",
                        first=found[0].display_name,
                        second=found[1].display_name,
                        company=company.name,
                    )
                )
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        if members:
            # The contact that stays may have another phone; SQL told nobody.
            self.env.add_to_compute(Member._fields["phone"], members)
            members._recompute_recordset(["phone"])
        return result
