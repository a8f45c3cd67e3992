from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, float_repr


class MembershipCard(models.Model):
    """Limits per payment and per day, on what a card takes from stored value."""

    _inherit = "membership.card"

    # === BUSINESS METHODS === #
    def _check_spending(self, account, amount, key):
        """Raise if this card may not take ``amount`` now.

        What is read here is current: the debit that follows writes the account's row,
        and fails (and is repeated) if another payment has changed it since.

        :param account: ``membership.account`` of money that the card draws on
        :param amount: positive Decimal in the account's unit
        :param key: of the payment in hand, which does not count when it is repeated
        """
        per_payment, per_day = self._get_limits()
        if not (per_payment or per_day):
            return
        self._check_limit_currency(account)
        values = {"number": self.number}
        if per_payment and amount > per_payment:
            raise UserError(
                self.env._(
                    "Card %(number)s may take at most %(limit)s in one payment, not "
                    "%(amount)s. Pay the rest in another way.",
                    limit=account.unit_id._format(per_payment),
                    amount=account.unit_id._format(amount),
                    **values,
                )
            )
        if not per_day:
            return
        left = max(per_day - self._get_spent_today(account, key), Decimal(0))
        if amount > left:
            raise UserError(
                self.env._(
                    "Card %(number)s may take %(limit)s a day; %(left)s of that are "
                    "left today, not %(amount)s. Pay the rest in another way.",
                    limit=account.unit_id._format(per_day),
                    left=account.unit_id._format(left),
                    amount=account.unit_id._format(amount),
                    **values,
                )
            )

    def _note_spending(self, account, key):
        """Remember that the payment with this key counts for this card and today."""
        if not any(self._get_limits()):
            return
        self.env.cr.execute(
            SQL(
                "INSERT INTO membership_card_usage (card_id, account_id, key, day) "
                "VALUES (%s, %s, %s, %s) ON CONFLICT (account_id, key) DO NOTHING",
                self.id,
                account.id,
                key,
                fields.Date.context_today(self),
            )
        )

    def _get_most_now(self, account):
        """The most that this card may still take now, or None if it has no limit."""
        per_payment, per_day = self._get_limits()
        limits = [per_payment] if per_payment else []
        if per_day:
            left = per_day - self._get_spent_today(account)
            limits.append(max(left, Decimal(0)))
        return min(limits, default=None)

    def _get_spent_today(self, account, except_key=None):
        """What today's payments of this card took or reserve, less what came back."""
        account._flush_ledger()
        self.env.cr.execute(
            SQL(
                """
                SELECT COALESCE(SUM(COALESCE(
                    -entry.amount - COALESCE(back.amount, 0),
                    CASE WHEN hold.state = 'pending' THEN hold.amount ELSE 0 END
                )), 0)::text
                FROM membership_card_usage usage
                LEFT JOIN membership_hold hold
                    ON hold.account_id = usage.account_id AND hold.key = usage.key
                LEFT JOIN membership_entry entry
                    ON entry.account_id = usage.account_id AND entry.key = usage.key
                LEFT JOIN LATERAL (
                    SELECT SUM(amount) AS amount FROM membership_entry reversal
                    WHERE reversal.reversed_entry_id = entry.id
                ) back ON TRUE
                WHERE usage.card_id = %s AND usage.day = %s
                  AND usage.key IS DISTINCT FROM %s
                """,
                self.id,
                fields.Date.context_today(self),
                except_key,
            )
        )
        return Decimal(self.env.cr.fetchone()[0])

    # === HELPERS === #
    def _get_limits(self):
        """(per payment, per day) as exact Decimals; zero is no limit."""
        if not self:
            return Decimal(0), Decimal(0)
        self.ensure_one()
        limits = self.limit_payment, self.limit_day
        if not any(limits):
            return Decimal(0), Decimal(0)
        decimals = self.company_id.currency_id.decimal_places
        return tuple(Decimal(float_repr(limit, decimals)) for limit in limits)

    def _check_limit_currency(self, account):
        currency = self.company_id.currency_id
        if account.unit_id.currency_id != currency:
            raise UserError(
                self.env._(
                    "The limits of card %(number)s are in %(currency)s: it cannot take "
                    "stored value in another currency.",
                    number=self.number,
                    currency=currency.name,
                )
            )
