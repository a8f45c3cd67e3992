"""A company with gift cards: one type, blanks at one outlet, two operators."""

import uuid

from odoo.addons.membership_wallet.tests.common import WalletCommon


class GiftCommon(WalletCommon):
    """``_blank`` gives a blank, ``_sold`` a card that can pay, ``_pay`` spends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gift_liability = cls._create_account("220302", "liability_current")
        cls.breakage = cls._create_account("605101", "income_other")
        cls.company.write(
            {
                "membership_gift_liability_account_id": cls.gift_liability.id,
                "membership_gift_breakage_account_id": cls.breakage.id,
            }
        )
        cls.gift_type = cls.env["membership.gift.type"].create(
            {"name": "Gift Card", "code": "GIFT", "company_id": cls.company.id}
        )
        cls.second = cls._create_user("operator")
        cls.Card = cls.env["membership.gift.card"]

    @classmethod
    def _blanks(cls, count, outlet=None):
        """So many blanks in the stock of an outlet."""
        return cls.Card.sudo()._receive(
            cls.gift_type, outlet or cls.outlet, cls.gift_type._next_numbers(count)
        )

    @classmethod
    def _sold(cls, amount=100, user=None):
        """A card that was sold in cash."""
        card = cls._blanks(1)
        card.with_user(user or cls.operator)._sell(
            amount, str(uuid.uuid4()), method=cls.cash, outlet=cls.outlet
        )
        return card

    def _pay(self, card, amount, key=None):
        """Spend from a card and book it as a sale would; returns the entry."""
        entry = card.account_id._post(
            -amount, "spend", key or str(uuid.uuid4()), reason="Sale"
        )
        self.env["membership.wallet.booking"]._post_counterpart(
            entry, self.income, "Sale"
        )
        return entry

    def _assert_gift_tied(self):
        """Wallets and gift cards tie, each with its own account."""
        proof = self._prove()
        problems = proof.line_ids.filtered(lambda line: line.severity == "error")
        self.assertFalse(
            problems, [f"{line.check}: {line.message}" for line in problems]
        )
        book = proof.book_ids.filtered(lambda book: book.book == "gift_card")
        self.assertTrue(all(proof.book_ids.mapped("is_tied")))
        return book
