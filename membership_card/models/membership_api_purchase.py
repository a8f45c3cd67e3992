import re
from datetime import datetime, time
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .membership_api import in_own_language

AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,6})?")


class MembershipApi(models.AbstractModel):
    """Purchases from elsewhere: what our members buy at a partner's places."""

    _inherit = "membership.api"

    # === BUSINESS METHODS === #
    @api.model
    @in_own_language
    def record_purchase(self, key, card, amount, outlet, **facts):
        """Record what a member bought elsewhere; the same key again records nothing.

        It earns, lifts and is settled like a purchase of our own.

        :param str key: of the receipt in the other system, one per purchase
        :param str card: number of the card that was shown, or of the member
        :param str amount: with taxes, as a text, in the currency of the company; a
            refund is negative
        :param str outlet: code of the outlet, for example a partner's place
        :param facts: optional ``date`` (year-month-day, default: now), ``untaxed``
            (text) and ``refund_of`` (key of the purchase that is refunded)
        :returns: dict with key, member, amount and outlet
        :raises ValidationError: for an argument that is none, a key that was used for
            another purchase, a refund of more than was bought
        """
        self.env["membership.member"].check_access("create")
        if unknown := sorted(facts.keys() - {"date", "untaxed", "refund_of"}):
            raise ValidationError(
                self.env._("There is no argument “%(name)s”.", name=unknown[0])
            )
        vals = self._read_purchase(key, card, amount, outlet, facts)
        purchase = self.env["membership.purchase"]._record([vals])
        self._check_same_purchase(purchase, vals)
        decimals = purchase.currency_id.decimal_places
        return {
            "key": key,
            "member": purchase.member_id.number,
            "amount": f"{purchase.amount_total:.{decimals}f}",
            "outlet": purchase.outlet_id.code,
        }

    # === HELPERS === #
    def _read_purchase(self, key, card, amount, outlet, facts):
        """Values of the purchase, from arguments that nobody has checked."""
        key = self._read_text("key", key, 128, required=True)
        place = self._read_outlet(self._read_text("outlet", outlet, 64, required=True))
        place._check_in_scope()
        member = self._get_member(card)
        member._check_active()
        shown = self.env["membership.card"]._find_by_code(card, self.env.company)
        total = self._read_amount("amount", amount)
        untaxed = facts.get("untaxed")
        vals = {
            "member_id": member.id,
            "card_id": shown.id if shown.sudo().member_id == member else None,
            "outlet_id": place.id,
            "company_id": place.company_id.id,
            "currency_id": place.company_id.currency_id.id,
            "amount_total": total,
            "amount_untaxed": self._read_amount("untaxed", untaxed)
            if untaxed is not None
            else total,
            "origin_key": f"api:{key}",
        }
        if day := self._read_date("date", facts.get("date")):
            if day > fields.Date.context_today(self):
                raise ValidationError(self.env._("“date” is in the future."))
            vals["date"] = datetime.combine(day, time(12))
        if refund_of := self._read_text("refund_of", facts.get("refund_of"), 128):
            original = self._find_refunded(refund_of, vals)
            vals["refunded_purchase_id"] = original.id
        return vals

    def _read_amount(self, name, value):
        text = self._read_text(name, value, 24, required=True)
        decimals = self.env.company.currency_id.decimal_places
        number = Decimal(text) if AMOUNT.fullmatch(text) else Decimal(0)
        if not number or number != round(number, decimals):
            raise ValidationError(
                self.env._(
                    "“%(name)s” is an amount as a text, such as 19.90, not %(value)s.",
                    name=name,
                    value=text,
                )
            )
        return number

    def _find_refunded(self, key, vals):
        """The purchase with that key, if so much of it can still be refunded."""
        domain = [
            ("origin_key", "=", f"api:{key}"),
            ("company_id", "=", vals["company_id"]),
            ("member_id", "=", vals["member_id"]),
        ]
        original = self.env["membership.purchase"].sudo().search(domain)
        # Touched, so that of two refunds at once the second starts again and sees the
        # first.
        self.env.cr.execute(
            "UPDATE membership_purchase SET write_date = write_date WHERE id = ANY(%s)",
            [original.ids],
        )
        others = original and original.search(
            [
                ("refunded_purchase_id", "=", original.id),
                ("origin_key", "!=", vals["origin_key"]),
            ]
        )
        left = original.amount_total + sum(others.mapped("amount_total"))
        currency = original.currency_id or self.env.company.currency_id
        after = left + float(vals["amount_total"])
        if vals["amount_total"] >= 0 or currency.compare_amounts(after, 0) < 0:
            raise ValidationError(
                self.env._(
                    "Of purchase %(key)s %(left)s can be refunded, with a negative "
                    "amount.",
                    key=key,
                    left=currency.format(left),
                )
            )
        return original

    def _check_same_purchase(self, purchase, vals):
        """Raise if the key was used for something else before."""
        currency = purchase.currency_id
        same = purchase.member_id.id == vals["member_id"] and not (
            currency.compare_amounts(purchase.amount_total, float(vals["amount_total"]))
        )
        if not same:
            raise ValidationError(
                self.env._(
                    "The key %(key)s was used for another call: make a new one.",
                    key=vals["origin_key"].removeprefix("api:"),
                )
            )
