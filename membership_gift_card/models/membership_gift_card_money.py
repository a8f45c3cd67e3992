from odoo import api, fields, models
from odoo.exceptions import UserError

from ..codes import masked
from ..const import BOOK


class MembershipGiftCard(models.Model):
    """Selling, refunding and writing off: the card's account in the ledger."""

    _inherit = "membership.gift.card"

    # === BUSINESS METHODS === #
    def _sell(
        self,
        amount,
        key,
        *,
        method=None,
        reference=None,
        outlet=None,
        origin=None,
        extra=None,
    ):
        """Sell this blank for ``amount``: it can pay from now on.

        :param amount: Decimal, int or text in the company's currency
        :param str key: made by the caller; the same key again returns the first sale
        :param method: ``membership.topup.method`` by which the buyer paid; None where
            the caller books the money (a till does when its session is closed)
        :param str reference: number of the slip, for methods that need one
        :param origin: the document that sold it; default: the card itself
        :returns: the ledger entry
        :raises UserError: not a blank of this outlet, or not for this amount
        """
        self.ensure_one()
        outlet = outlet or self.env["membership.outlet"]._get_default()
        card = self.sudo()
        if entry := card._find_entry(key):
            return entry
        unit = self.env["membership.unit"]._for_currency(card.currency_id)
        amount = unit._to_decimal(amount)
        card.type_id._check_amount(amount)
        card._check_outlet(outlet)
        if method:
            method._check_reference(reference)
        card._open(amount, outlet)
        entry = card.account_id._post(
            amount, "topup", key, origin=origin or card, extra=extra or {}
        )
        if method:
            card._book_sale(entry, method, outlet, reference)
        return entry

    def _open(self, amount, outlet, reason=None):
        """From now on this card has an account and can pay."""
        today = fields.Date.context_today(self)
        unit = self.env["membership.unit"]._for_currency(self.currency_id)
        # The gate first: of two tills that sell one card, the second stops here.
        self._change_state(
            "sell",
            reason,
            outlet=outlet,
            vals={
                "amount": float(amount),
                "sold_on": today,
                "valid_until": self.type_id._get_expiry(today),
                # Whoever could read it could pay with it.
                "code": False,
            },
        )
        account = (
            self.env["membership.account"]
            .sudo()
            .create(
                {
                    "name": self.env._(
                        "Gift card %(number)s", number=masked(self.number)
                    ),
                    "unit_id": unit.id,
                    "company_id": self.company_id.id,
                    "book": BOOK,
                }
            )
        )
        self.sudo()._through_gate().account_id = account

    def _book_sale(self, entry, method, outlet, reference=None):
        """Dr where the money is, Cr gift cards outstanding.

        Money for a card of another company is owed to that company, which owes the
        card: see ``_post_gift_counterparts``.
        """
        Booking = self.env["membership.wallet.booking"].sudo()
        company = outlet.company_id
        owed, partner = company._get_gift_account(self.company_id)
        lines = Booking._prepare_pair(
            method._get_receiving_account(),
            owed,
            entry.account_id.unit_id._to_decimal(str(entry.amount)),
            self.currency_id,
            partner=partner,
            name=self.env._("Gift card sold"),
        )
        ref = self.env._("Gift card %(number)s", number=masked(self.number))
        if reference:
            ref = f"{ref} · {reference}"
        move = Booking._post_move(company, method.journal_id, lines, ref)
        if partner:
            Booking._post_gift_counterparts(entry, move)
        else:
            Booking._link(entry, move)

    def _pass_on(self, new, key, reason, outlet=None):
        """Give what is on this card to a blank: it was destroyed, damaged or lost.

        :param new: blank ``membership.gift.card`` at the outlet
        :param str key: of the act; the same key passes on once
        :returns: the new card
        """
        self.ensure_one()
        outlet = outlet or self.env["membership.outlet"]._get_default()
        self._check_at_issuer(outlet)
        old, new = self.sudo(), new.sudo()
        if old.replaced_by_id == new and new._find_entry(key):
            return new
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: a reason is needed for this."))
        balance = old.account_id and old.account_id._get_exact("balance")
        if not balance or balance <= 0 or old.account_id.held:
            raise UserError(
                self.env._(
                    "There is nothing on gift card %(number)s that could be passed on.",
                    number=old.number,
                )
            )
        if new.company_id != old.company_id:
            raise UserError(self.env._("The new card is of another company."))
        new._check_outlet(outlet)
        new._open(balance, outlet, reason)
        old._move_balance(new, balance, key, reason)
        old.sudo()._through_gate().replaced_by_id = new
        self.env["membership.gift.event"].sudo()._log(
            [(old.id, old.state, old.state)], "pass_on", reason, outlet
        )
        if old.state in ("active", "blocked", "expired"):
            old._change_state("recover", reason, outlet=outlet)
        return new

    def _move_balance(self, new, balance, key, reason):
        """The transfer itself; the account of a dead card is open for it only."""
        is_dead = self.account_id.state == "frozen"
        if is_dead:
            self.account_id._unfreeze()
        self.account_id._transfer(
            new.account_id, balance, key, origin=new, reason=reason
        )
        if is_dead:
            self.account_id._freeze()

    def _write_off(self, reason):
        """Book what is left on expired cards as breakage.

        :returns: the ledger entries
        :raises UserError: not expired, or nothing is left
        """
        entries = self.env["membership.entry"].sudo()
        for card in self.sudo():
            if card.state != "expired":
                raise UserError(
                    self.env._(
                        "Only what is left on expired cards is written off: "
                        "%(number)s has not expired.",
                        number=card.number,
                    )
                )
            balance = card.account_id._get_exact("available")
            if balance > 0:
                entries |= card.account_id._adjust_money(
                    -balance,
                    f"write_off:{card.id}:{card.account_id.last_number}",
                    reason,
                    counterpart=card.company_id._get_membership_account(
                        "gift_breakage"
                    ),
                )
        return entries

    # === HELPERS === #
    def _check_outlet(self, outlet):
        """Raise unless this card, or its type, is good at ``outlet``; a blank has to be
        in stock there."""
        self._check_taken_at(outlet.sudo().company_id)
        if self.state == "blank" and self.outlet_id != outlet:
            raise UserError(
                self.env._(
                    "Gift card %(number)s is in the stock of %(outlet)s, not here: "
                    "have it handed over first.",
                    number=self.number,
                    outlet=self.outlet_id.name,
                )
            )

    @api.model
    def _find_entry(self, key):
        """The entry on this card's account with that key; empty if there is none."""
        Entry = self.env["membership.entry"].sudo()
        if not self.account_id:
            return Entry
        return Entry.search(
            [("account_id", "=", self.account_id.id), ("key", "=", key)], limit=1
        )
