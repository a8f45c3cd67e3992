from odoo import fields, models
from odoo.exceptions import UserError


class MembershipGiftCard(models.Model):
    """What only some shops want: more money on a sold card, money back for one."""

    _inherit = "membership.gift.card"

    can_buy_back = fields.Boolean(related="company_id.membership_gift_buy_back")

    # === BUSINESS METHODS === #
    def _top_up(self, amount, key, *, method, reference=None, outlet=None):
        """Add money to a card that was sold.

        :param amount: Decimal, int or text in the company's currency
        :param str key: made by the caller; the same key again returns the first entry
        :param method: ``membership.topup.method`` by which it was paid
        :param str reference: number of the slip, for methods that need one
        :returns: the ledger entry
        :raises UserError: switched off, the card cannot pay, or more than its type
            may hold
        """
        self.ensure_one()
        outlet = outlet or self.env["membership.outlet"]._get_default()
        card = self.sudo()
        if entry := card._find_entry(key):
            return entry
        card._check_option("membership_gift_topup")
        card._check_taken_at(outlet.company_id)
        card._check_usable()
        amount = card.account_id.unit_id._to_decimal(amount)
        card._check_top_up_amount(amount)
        method._check_reference(reference)
        entry = card.account_id._post(amount, "topup", key, origin=card)
        card._book_sale(entry, method, outlet, reference)
        card._log_option("top_up", None, outlet)
        return entry

    def _buy_back(self, key, reason, *, method, outlet=None):
        """Pay out what is left on a card; the card goes the way of empty ones.

        :param method: ``membership.topup.method`` by which it is paid out
        :returns: the ledger entry
        :raises UserError: switched off, no reason, or nothing to pay out
        """
        self.ensure_one()
        outlet = outlet or self.env["membership.outlet"]._get_default()
        card = self.sudo()
        if entry := card._find_entry(key):
            return entry
        card._check_option("membership_gift_buy_back")
        card._check_at_issuer(outlet)
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: a reason is needed for this."))
        if card.state not in ("active", "blocked", "expired"):
            raise UserError(card._get_refusal(card.state))
        balance = card.account_id._get_exact("balance")
        if balance <= 0 or card.account_id.held:
            raise UserError(
                self.env._(
                    "There is nothing on gift card %(number)s that could be paid out.",
                    number=card.number,
                )
            )
        entry = card.account_id._post(-balance, "settle", key, reason=reason)
        card._book_buy_back(entry, balance, method, outlet)
        card._log_option("buy_back", reason, outlet)
        card._change_state("recover", reason, outlet=outlet)
        return entry

    def _book_buy_back(self, entry, balance, method, outlet):
        """Dr gift cards outstanding, Cr where the money goes out."""
        Booking = self.env["membership.wallet.booking"].sudo()
        company = outlet.company_id
        lines = Booking._prepare_pair(
            company._get_membership_account("gift_liability"),
            method._get_receiving_account(),
            balance,
            self.currency_id,
            name=self.env._("Gift card bought back"),
        )
        move = Booking._post_move(
            company, method.sudo().journal_id, lines, entry.reason
        )
        Booking._link(entry, move)

    # === HELPERS === #
    def _check_option(self, setting):
        """Raise unless the main company has switched this on."""
        sentences = {
            "membership_gift_topup": self.env._(
                "Sold gift cards are not topped up here: sell another card."
            ),
            "membership_gift_buy_back": self.env._(
                "Gift cards are not bought back here: what is on them is spent."
            ),
        }
        if not self.company_id[setting]:
            raise UserError(sentences[setting])

    def _check_top_up_amount(self, amount):
        """Raise if the card would hold more than one of its type may."""
        most = self.type_id.amount_max
        after = float(amount + self.account_id._get_exact("balance"))
        if amount <= 0 or self.currency_id.compare_amounts(after, most) > 0:
            raise UserError(
                self.env._(
                    "“%(type)s” holds at most %(most)s; on %(number)s are %(balance)s "
                    "now.",
                    type=self.type_id.name,
                    most=self.currency_id.format(most),
                    number=self.number,
                    balance=self.currency_id.format(self.account_id.balance),
                )
            )

    def _log_option(self, action, reason, outlet):
        self.env["membership.gift.event"].sudo()._log(
            [(self.id, self.state, self.state)], action, reason, outlet
        )
