from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import models

from ..const import BONUS


class MembershipGiftLine(models.Model):
    """Bonus money is given as soon as the gift is, and booked as promotion cost."""

    _inherit = "membership.gift.line"

    # === HOOKS === #
    def _deliver(self):
        """Post the bonus by one batch, with one journal entry for each company."""
        result = super()._deliver()
        lines = self.filtered(lambda line: line.kind == "bonus")
        for company, group in lines.grouped("company_id").items():
            entries = group._post_bonus(company)
            self.env["membership.wallet.booking"]._post_counterpart(
                entries,
                company._get_membership_account("promotion"),
                ", ".join(group.pack_id.mapped("name")),
            )
            group._set_done()
        return result

    def _post_bonus(self, company):
        """The ledger's part of :meth:`_deliver`."""
        today = self.env["membership.member"]._get_level_day()
        decimals = company.currency_id.decimal_places
        wallets = self.member_id._get_wallets()
        rows = []
        for line in self:
            months = line.pack_line_id.bonus_months
            rows.append(
                {
                    "account_id": wallets[line.member_id.id].id,
                    "amount": Decimal(f"{line.amount:.{decimals}f}"),
                    "kind": "bonus",
                    "key": f"gift:{line.id}",
                    "origin": line,
                    "bucket": BONUS,
                    "expires_on": (months and today + relativedelta(months=months))
                    or None,
                }
            )
        return self.env["membership.account"].sudo()._post_batch(rows)
