from decimal import Decimal

from odoo import models


class MembershipTopup(models.Model):
    """The journal entries of top-ups."""

    _inherit = "membership.topup"

    # === BUSINESS METHODS === #
    def _post_moves(self):
        """Book these top-ups: one journal entry per method and company."""
        groups = self.grouped(lambda topup: (topup.company_id, topup.method_id))
        for (company, method), topups in groups.items():
            move = self.env["membership.wallet.booking"]._post_move(
                company,
                method.journal_id,
                topups._prepare_move_lines(company, method._get_receiving_account()),
                topups._get_move_ref(),
            )
            topups.move_id = move

    def _prepare_move_lines(self, company, receiving):
        """Dr where the money is, Dr promotion cost; Cr customer stored value."""
        Booking = self.env["membership.wallet.booking"]
        liability = company._get_membership_account("liability")
        partner = self._get_single_partner()
        lines = []
        for currency, topups in self.grouped("currency_id").items():
            paid, bonus = topups._get_totals()
            name = self.env._("Money paid in")
            lines += Booking._prepare_pair(
                receiving, liability, paid, currency, partner, name
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
    def _get_totals(self):
        """Exact (paid, bonus) of these top-ups, which are of one currency."""
        paid = sum((topup._get_exact("amount") for topup in self), Decimal(0))
        bonus = sum((topup._get_exact("bonus_amount") for topup in self), Decimal(0))
        return paid, bonus

    def _get_single_partner(self):
        """The member's contact if these top-ups are of one member, else empty."""
        partners = self.member_id.partner_id
        return partners.commercial_partner_id if len(partners) == 1 else partners[:0]

    def _get_move_ref(self):
        if len(self) == 1:
            return self.name
        return self.env._(
            "%(count)s top-ups, %(first)s to %(last)s",
            count=len(self),
            first=min(self.mapped("name")),
            last=max(self.mapped("name")),
        )
