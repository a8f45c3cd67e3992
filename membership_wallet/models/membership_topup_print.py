from odoo import models


class MembershipTopup(models.Model):
    """What is printed of a top-up."""

    _inherit = "membership.topup"

    # === HOOKS === #
    def _get_receipt_langs(self):
        """Hook: languages in which a receipt is printed, one after the other."""
        self.ensure_one()
        return [self.sudo().member_id.partner_id.lang or self.env.user.lang or "en_US"]

    # === HELPERS === #
    def _get_day_rows(self):
        """Totals by outlet, method and operator, for the list to sign."""
        groups = self._read_group(
            [("id", "in", self.ids)],
            ["outlet_id", "method_id", "operator_id", "currency_id"],
            ["__count", "amount:sum", "reversed_amount:sum", "bonus_amount:sum"],
        )
        names = ("outlet", "method", "operator", "currency")
        totals = ("count", "amount", "reversed", "bonus")
        return [dict(zip(names + totals, group, strict=True)) for group in groups]
