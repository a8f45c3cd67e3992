import uuid

from odoo.addons.membership_pos.tests.common import PosMembershipCommon


class PosGiftCommon(PosMembershipCommon):
    """A till that takes gift cards, and a type of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gift_liability = cls._create_account("220302", "liability_current")
        cls.company.membership_gift_liability_account_id = cls.gift_liability
        cls.gift_type = cls.env["membership.gift.type"].create(
            {"name": "Gift Card", "code": "GIFT", "company_id": cls.company.id}
        )
        cls.gift_product = cls.env.ref("membership_pos_gift_card.product_gift_card")
        cls.gift_method = cls.config.payment_method_ids._get_gift_methods()
        cls.Card = cls.env["membership.gift.card"].sudo()

    # === FIXTURES === #
    def _blank(self, outlet=None):
        """A blank in stock and its code."""
        numbers = self.gift_type._next_numbers(1)
        card = self.Card._receive(self.gift_type, outlet or self.outlet, numbers)
        return card, card.code

    def _sold(self, amount=100):
        card, code = self._blank()
        card._sell(amount, str(uuid.uuid4()), method=self.cash, outlet=self.outlet)
        return card, code

    def _gift_line(self, card, amount, **values):
        return self._line(
            self.gift_product,
            price=amount,
            membership_gift_number=card.number,
            **values,
        )

    def _gift_hold(self, code, amount, key=None, user=None):
        key = key or str(uuid.uuid4())
        result = self._till(user).gift_hold(self.pos_session.id, key, code, str(amount))
        return key, result

    def _buy_with(self, code, amount, gift, **values):
        """Tea over ``amount``, ``gift`` of it by gift card, the rest in cash."""
        key, _result = self._gift_hold(code, gift)
        payments = [self._payment(self.gift_method, gift, key)]
        if amount > gift:
            payments.append(self._payment(self.cash_method, amount - gift))
        lines = [self._line(self.tea, price=amount)]
        return self._sync(self._order_data(lines, payments, **values))

    def _balance(self, card):
        return card.account_id._get_exact("balance", "available")

    def _assert_books(self):
        proof = self._prove()
        problems = proof.line_ids.filtered(lambda line: line.severity == "error")
        self.assertFalse(problems, problems.mapped("message"))
        self.assertTrue(all(proof.book_ids.mapped("is_tied")))
        return proof.book_ids.filtered(lambda book: book.book == "gift_card")
