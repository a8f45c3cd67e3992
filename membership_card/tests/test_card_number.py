from contextlib import contextmanager

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import CardAlone, CardCommon


@tagged("post_install", "-at_install")
class TestCardNumber(CardAlone, CardCommon):
    """A digit that was mistyped is noticed; an old number is taken nevertheless."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card_type.write({"prefix": "8", "length": 13, "check_digit": "ean13"})
        cls.right, cls.wrong = "8000000000422", "8000000000421"
        cls.doubt = "check digit of 8000000000421"

    @contextmanager
    def _assert_refused(self, words=None):
        refused = self.assertRaisesRegex(ValidationError, words or self.doubt)
        with refused, self.env.cr.savepoint():
            yield

    def _open(self, model, **context):
        Window = self.env[model].with_user(self.card_centre).with_context(**context)
        return Form(Window)

    def test_who_enrols_says_that_the_card_shows_a_doubtful_number(self):
        form = self._open("membership.member.enrol")
        form.phone, form.name, form.card_number = self._next_phone(), "Li", self.right
        self.assertFalse(form.number_doubt)
        form.card_number = self.wrong
        self.assertIn(self.doubt, form.number_doubt)
        window = form.save()
        with self._assert_refused():
            window.action_enrol()
        form.is_number_read = True
        form.card_number = "8000000000431"
        self.assertFalse(form.is_number_read)
        form.card_number = self.wrong
        form.is_number_read = True
        action = form.save().action_enrol()
        member = self.env["membership.member"].browse(action["res_id"])
        self.assertEqual(member.card_ids.number, self.wrong)

    def test_a_further_card_is_asked_about_alike(self):
        member = self._create_member()
        form = self._open("membership.card.issue", default_member_id=member.id)
        form.number = self.wrong
        window = form.save()
        with self._assert_refused():
            window.action_issue()
        form.is_number_read = True
        form.save().action_issue()
        self.assertIn(self.wrong, member.card_ids.mapped("number"))

    def test_a_blank_is_numbered_with_the_same_care_and_then_on_file(self):
        form = self._open("membership.card")
        form.type_id, form.number = self.card_type, self.wrong
        with self._assert_refused():
            form.save()
        form.is_number_read = True
        blank = form.save()
        with self._assert_refused("8000000000431"):
            blank.with_user(self.card_centre).number = "8000000000431"
        # It is a card now: nobody is asked again when it is handed over.
        form = self._open("membership.member.enrol")
        form.phone, form.name, form.card_number = self._next_phone(), "Li", self.wrong
        self.assertFalse(form.number_doubt)
        form.save().action_enrol()
        self.assertEqual(blank.member_id.name, "Li")

    def test_numbers_of_no_pattern_and_of_types_without_check_digit_pass(self):
        for number in ("4711", "OLD-1", "9000000000421"):
            member = self._create_member(card_number=number)
            self.assertEqual(member.card_ids.number, number)
        self.card_type.check_digit = "none"
        member = self._create_member(card_number=self.wrong)
        self.assertEqual(member.card_ids.number, self.wrong)

    def test_a_number_that_looks_like_another_types_is_doubted_only_with_a_prefix(self):
        luhn = {"check_digit": "luhn", "symbology": "code128"}
        old = self.card_type.copy(
            {"prefix": "77", "length": 10, "is_default": False, **luhn}
        )
        doubt = self.card_type._get_number_doubt("7700000001", self.company)
        self.assertIn(old.name, doubt)
        self.card_type.write({"prefix": "", "length": 12, **luhn})
        Type = self.env["membership.card.type"]
        self.assertFalse(Type._get_number_doubt("800000000042", self.company))
        self.assertTrue(self.card_type._get_number_doubt("800000000042", self.company))

    def test_the_api_and_the_desk_say_it_too(self):
        Api = self.env["membership.api"].with_user(self.card_centre)
        with self.assertRaisesRegex(UserError, self.doubt):
            Api.enrol("key-1", "Li", self._next_phone(), card_number=self.wrong)
        Desk = self.env["membership.desk"].with_user(self.card_centre)
        (notice,) = Desk.find(self.wrong)["notices"]
        self.assertIn(self.doubt, notice["text"])
        self.assertFalse(Desk.find(self.right)["notices"])

    def test_a_phone_with_its_countrys_code_is_no_mistyped_card(self):
        self.company.country_id = self.env.ref("base.cn")
        phone = "8613800138000"
        self.assertTrue(self.card_type._get_pattern().is_mistyped(phone))
        Desk = self.env["membership.desk"].with_user(self.card_centre)
        self.assertFalse(Desk.find(phone)["notices"])
