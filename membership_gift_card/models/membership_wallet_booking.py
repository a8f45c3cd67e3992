from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL


class MembershipWalletBooking(models.Model):
    """Gift cards that one company has issued and another one sold or took."""

    _inherit = "membership.wallet.booking"

    # === BUSINESS METHODS === #
    @api.model
    def _post_gift_counterparts(self, entries, move):
        """Book at the issuers what ``move`` books at another company, once.

        That company owes what it took in for cards and is owed what it gave for them:
        Dr due from it / Cr gift cards outstanding, and the other way round.

        :param entries: of gift cards, all of other main companies than that of ``move``
        :param move: posted ``account.move`` of the company that sold or took the cards
        :returns: the posted entries of the issuers
        """
        moves = self.env["account.move"]
        company = move.company_id.root_id
        for issuer, theirs in (
            self._filter_unbooked(entries).grouped("company_id").items()
        ):
            issuer._check_gift_settlement(company, move.date)
            counterpart = self._post_move(
                issuer,
                issuer._get_membership_journal(),
                self._prepare_counterpart_lines(issuer, company, theirs),
                self.env._(
                    "Gift cards at %(company)s: %(move)s",
                    company=company.name,
                    move=move.name,
                ),
                date=move.date,
            )
            counterpart.membership_gift_origin_id = move
            self._link(theirs, counterpart)
            moves |= counterpart
        return moves

    # === HELPERS === #
    def _filter_unbooked(self, entries):
        """Those of ``entries`` that no journal entry books yet."""
        booked = self.search([("entry_id", "in", entries.ids)]).entry_id
        return entries - booked

    def _prepare_counterpart_lines(self, issuer, company, entries):
        settlement = issuer._get_membership_account("gift_settlement")
        liability = issuer._get_membership_account("gift_liability")
        names = {
            "sold": self.env._("Gift cards sold"),
            "spent": self.env._("Gift cards spent"),
            "refunded": self.env._("Refunds to gift cards"),
        }
        lines = []
        for act, amount in self._sum_by_act(entries).items():
            lines += self._prepare_pair(
                settlement,
                liability,
                amount,
                issuer.currency_id,
                partner=company.partner_id,
                name=f"{company.name} - {names[act]}",
            )
        return lines

    def _sum_by_act(self, entries):
        """{sold, spent or refunded: exact sum} of ``entries``."""
        self.env.cr.execute(
            SQL(
                """
                SELECT CASE WHEN kind = 'topup' THEN 'sold'
                        WHEN amount < 0 THEN 'spent' ELSE 'refunded' END AS act,
                    SUM(amount)::text
                FROM membership_entry WHERE id = ANY(%s) GROUP BY 1 ORDER BY 1 DESC
                """,
                entries.ids,
            )
        )
        return {act: Decimal(amount) for act, amount in self.env.cr.fetchall()}
