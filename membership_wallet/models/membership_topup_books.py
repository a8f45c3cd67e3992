from decimal import Decimal

from odoo import models
from odoo.tools import SQL


class MembershipTopup(models.Model):
    """The journal entries of top-ups."""

    _inherit = "membership.topup"

    # === BUSINESS METHODS === #
    def _post_moves(self):
        """Book these top-ups: one journal entry per method and company."""
        for company, method, currency, paid, bonus, topups in self._get_move_totals():
            lines = topups._prepare_move_lines(company, method, currency, paid, bonus)
            topups.move_id = self.env["membership.wallet.booking"]._post_move(
                company, method.journal_id, lines, topups._get_move_ref()
            )

    def _get_move_totals(self):
        """[(company, method, currency, paid, bonus, top-ups)], sums exact."""
        self.flush_recordset(["amount", "bonus_amount"])
        self.env.cr.execute(
            SQL(
                """
                SELECT company_id, method_id, currency_id, SUM(amount)::text,
                    SUM(bonus_amount)::text, array_agg(id ORDER BY id)
                FROM membership_topup WHERE id = ANY(%s)
                GROUP BY company_id, method_id, currency_id ORDER BY 1, 2, 3
                """,
                self.ids,
            )
        )
        Company = self.env["res.company"]
        Method = self.env["membership.topup.method"]
        Currency = self.env["res.currency"]
        return [
            (
                Company.browse(row[0]),
                Method.browse(row[1]),
                Currency.browse(row[2]),
                Decimal(row[3]),
                Decimal(row[4]),
                self.browse(row[5]),
            )
            for row in self.env.cr.fetchall()
        ]

    def _prepare_move_lines(self, company, method, currency, paid, bonus):
        """Dr where the money is, Dr promotion cost; Cr customer stored value."""
        Booking = self.env["membership.wallet.booking"]
        liability = company._get_membership_account("liability")
        partner = self._get_single_partner()
        lines = Booking._prepare_pair(
            method._get_receiving_account(),
            liability,
            paid,
            currency,
            partner,
            self.env._("Money paid in"),
        )
        if bonus:
            lines += Booking._prepare_pair(
                company._get_membership_account("promotion"),
                liability,
                bonus,
                currency,
                partner,
                self.env._("Bonus on top-up"),
            )
        return lines

    def _post_bonus_move(self, company, bonus, money_move):
        """Book the bonus of top-ups whose money was booked by ``money_move``."""
        Booking = self.env["membership.wallet.booking"]
        lines = Booking._prepare_pair(
            company._get_membership_account("promotion"),
            company._get_membership_account("liability"),
            bonus,
            self.currency_id.ensure_one(),
            self._get_single_partner(),
            self.env._("Bonus on top-up"),
        )
        ref = self.env._("Bonus on top-ups of %(move)s", move=money_move.name)
        return Booking._post_move(
            company, company._get_membership_journal(), lines, ref
        )

    # === HELPERS === #
    def _get_single_partner(self):
        """The member's contact if this is one top-up, else empty."""
        partner = self.env["res.partner"]
        return (
            self.member_id.partner_id.commercial_partner_id
            if len(self) == 1
            else partner
        )

    def _get_move_ref(self):
        if len(self) == 1:
            return self.name
        return self.env._(
            "%(count)s top-ups, %(first)s to %(last)s",
            count=len(self),
            first=self[0].name,
            last=self[-1].name,
        )
