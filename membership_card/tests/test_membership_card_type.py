from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import check_digit
from .common import CardCommon


@tagged("post_install", "-at_install")
class TestMembershipCardType(CardCommon):
    def test_numbers_have_prefix_length_and_check_digit(self):
        for method, prefix, length in (("luhn", "62", 16), ("ean13", "8", 13)):
            with self.subTest(method=method):
                self.card_type.write(
                    {"check_digit": method, "prefix": prefix, "length": length}
                )
                for number in self.card_type._next_numbers(20):
                    self.assertTrue(number.startswith(prefix))
                    self.assertEqual(len(number), length)
                    self.assertTrue(check_digit.is_valid(method, number))

    def test_numbers_in_use_are_stepped_over(self):
        self.card_type.write({"check_digit": "none", "prefix": "", "length": 8})
        member = self._create_member()
        (number,) = self.card_type._next_numbers(1)
        following = str(int(number) + 1).zfill(8)
        self._create_card(member, number=following)
        self.assertEqual(
            self.card_type._next_numbers(2),
            [str(int(number) + step).zfill(8) for step in (2, 3)],
        )

    def test_a_thousand_numbers_cost_two_queries(self):
        self.card_type._next_numbers(1)
        with self.assertQueryCount(2):
            numbers = self.card_type._next_numbers(1000)
        self.assertEqual(len(set(numbers)), 1000)

    def test_impossible_patterns_are_refused(self):
        for vals in (
            {"check_digit": "ean13", "length": 12},
            {"check_digit": "luhn", "prefix": "AB"},
            {"prefix": "12345678901"},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.card_type.write(vals)
                self.env.flush_all()

    def test_exhausted_numbers_say_so(self):
        self.card_type.write(
            {"check_digit": "none", "prefix": "12345678", "length": 12}
        )
        self.card_type.sequence_id.number_next = 10000
        with self.assertRaisesRegex(UserError, "used up"):
            self.card_type._next_numbers(1)

    def test_a_company_has_one_default_type(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.card_type.copy({"is_default": True})

    def test_type_in_use_stays(self):
        self._create_card()
        with self.assertRaisesRegex(ValidationError, "archive"):
            self.card_type.unlink()

    def test_company_without_card_type_is_told_where_to_make_one(self):
        self.env["membership.card.type"].search(
            [("company_id", "=", self.company.id)]
        ).active = False
        with self.assertRaisesRegex(UserError, "Card Types"):
            self._create_member()

    def test_cards_of_a_kind_are_asked_for_by_its_types(self):
        card = self._create_card(self._create_member())
        Card = self.env["membership.card"].with_user(self._create_user("manager"))
        self.assertIn(card, Card.search([("type_id.kind", "=", "personal")]))
        of_groups = [("type_id.kind", "=", "group")]
        self.assertNotIn(card, Card.search(of_groups))
        code = Card._search(of_groups, order="id").select().code
        self.assertNotIn("membership_card_type", code)
