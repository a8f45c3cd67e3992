from decimal import Decimal

from odoo import models


class MembershipGiftLine(models.Model):
    """Points are given as soon as the gift is."""

    _inherit = "membership.gift.line"

    # === HOOKS === #
    def _deliver(self):
        """Post the points, by one batch for all of these lines."""
        result = super()._deliver()
        lines = self.filtered(lambda line: line.kind == "points")
        if not lines:
            return result
        today = self.env["membership.member"]._get_level_day()
        decimals = (
            self.env["membership.member"]._get_points_unit()._get_facts().decimals
        )
        accounts = lines.member_id._get_points_accounts(create=True)
        self.env["membership.account"].sudo()._post_batch(
            [
                {
                    "account_id": accounts[line.member_id.id].id,
                    "amount": Decimal(f"{line.amount:.{decimals}f}"),
                    "kind": "gift",
                    "key": f"gift:{line.id}",
                    "origin": line,
                    "bucket": "points",
                    "expires_on": line.company_id._get_points_expiry(today),
                }
                for line in lines
            ]
        )
        lines._set_done()
        return result
