from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.membership_gift_card.const import BOOK


class MembershipTill(models.AbstractModel):
    """What a till may ask and do about gift cards."""

    _inherit = "membership.till"

    # === PUBLIC METHODS === #
    @api.model
    def gift_check(self, session_id, code):
        """What is on the gift card with this code.

        :returns: dict of ``number`` (masked), ``available`` (text), ``valid_until``, or
            of ``error`` if no card has the code: refusing would undo what counts wrong
            codes
        :raises UserError: the card may not pay; or too many codes were wrong
        """
        session = self._get_session(session_id)
        card = self._look_up_gift(session, code)
        if not card:
            return {"error": self.env._("No gift card has this code.")}
        card._check_taken_at(session.company_id)
        card._check_usable()
        return self._prepare_gift_data(card)

    @api.model
    def gift_hold(self, session_id, payment_uuid, code, amount):
        """Reserve an amount on a gift card for a payment in progress.

        :param payment_uuid: key of the reservation; pressing twice reserves once
        :param str code: of the card in hand; knowing it is the right to pay
        :param str amount: in the currency of the till
        :returns: as :meth:`gift_check`, with what is ``held``
        :raises UserError: not enough, or the card may not pay
        """
        session = self._get_session(session_id)
        key = self._to_uuid(payment_uuid)
        card = self._look_up_gift(session, code)
        if not card:
            return {"error": self.env._("No gift card has this code.")}
        card._check_taken_at(session.company_id)
        card._check_usable()
        account = card.account_id
        if account.unit_id.currency_id != session.currency_id:
            raise UserError(
                self.env._("This gift card is in another currency than the till.")
            )
        amount = self._to_amount(amount, account.unit_id._get_facts().decimals)
        hold = account._hold(amount, key, origin=session)
        if hold.state != "pending":
            raise UserError(
                self.env._("This payment was cancelled: scan the gift card again.")
            )
        return {**self._prepare_gift_data(card), "held": str(amount)}

    @api.model
    def gift_release(self, session_id, payment_uuids):
        """Give back what payments that will not happen have reserved.

        :returns: True
        """
        session = self._get_session(session_id)
        keys = [self._to_uuid(uuid) for uuid in payment_uuids]
        holds = self._find_gift_holds(session.company_id, keys).filtered(
            lambda hold: (
                hold.state == "pending"
                and hold.origin_model == session._name
                and hold.origin_id == session.id
            )
        )
        holds._release(reason=self.env._("Payment cancelled at the till"))
        return True

    @api.model
    def gift_blank(self, session_id, number):
        """The blank with this number or code, to be sold at this till.

        :returns: dict of ``number``, ``type``, ``amount`` (text; 0: free to choose)
        :raises UserError: there is none in the stock of this outlet
        """
        session = self._get_session(session_id)
        if not self.env.user.has_group("membership_ledger.group_operator"):
            raise AccessError(
                self.env._("Only operators sell gift cards: ask one to take the money.")
            )
        Card = self.env["membership.gift.card"].sudo()
        text = number if isinstance(number, str) else ""
        card = Card._find_by_number(text[:64], session.company_id)
        if not card or card.state != "blank":
            GiftType = self.env["membership.gift.type"]
            doubt = not card and GiftType._get_number_doubt(
                text[:64], session.company_id
            )
            raise UserError(
                doubt or self.env._("There is no blank card with this number.")
            )
        outlet = session.config_id.membership_outlet_id
        card._check_outlet(
            outlet or self.env["membership.outlet"]._get_default(session.company_id)
        )
        decimals = session.currency_id.decimal_places
        return {
            "number": card.number,
            "type": card.type_id.name,
            "amount": f"{card.type_id.amount:.{decimals}f}",
        }

    # === HELPERS === #
    @api.model
    def _look_up_gift(self, session, code):
        """The card with this code, noted; too many wrong ones are refused."""
        text = code if isinstance(code, str) else ""
        return self.env["membership.gift.lookup"]._look_up(
            text[:64], session.company_id, session.config_id.name
        )

    @api.model
    def _prepare_gift_data(self, card):
        decimals = card.currency_id.decimal_places
        available = card.account_id._get_exact("available")
        return {
            "number": card._get_masked_number(),
            "available": f"{available:.{decimals}f}",
            "valid_until": card.valid_until and card.valid_until.isoformat(),
        }

    @api.model
    def _find_gift_holds(self, company, keys):
        """What is reserved on gift cards known at the company under these keys."""
        types = self.env["membership.gift.type"]._find_known_at(company)
        return (
            self.env["membership.hold"]
            .sudo()
            .search(
                [
                    ("key", "in", list(keys)),
                    ("account_id.book", "=", BOOK),
                    ("account_id.company_id", "in", types.company_id.ids),
                ]
            )
        )

    @api.model
    def _release_gift(self, company, keys):
        holds = self._find_gift_holds(company, keys)
        holds.filtered(lambda hold: hold.state == "pending")._release(
            reason=self.env._("Payment cancelled at the till")
        )
