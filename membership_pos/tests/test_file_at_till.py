from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import PosMembershipCommon

SEEN = {"identified_by": "document"}


@tagged("post_install", "-at_install")
class TestFileAtTill(PosMembershipCommon):
    """The member's data at the till: confirmed with one tap, corrected with two."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member.data_confirmed_on = "2020-01-01"
        cls.partner = cls.member.partner_id
        cls.partner.write({"email": False, "birthdate_date": False})

    def _data(self):
        return self._till().get_member(self.pos_session.id, self.member.id)

    def _change(self, vals, details=None, user=None):
        return self._till(user or self.senior).change_data(
            self.pos_session.id, self.member.id, vals, details
        )

    def test_data_that_are_due_are_shown_masked_until_they_are_confirmed(self):
        self.partner.email = "lin.wei@example.com"
        contact = self._data()["contact"]
        self.assertEqual(contact["email"], "l***@example.com")
        self.assertNotIn(self.member.phone, contact["phone"])
        self._till().confirm_data(self.pos_session.id, self.member.id)
        self.assertNotIn("contact", self._data())
        self.assertEqual(self.member.data_confirmed_by_id, self.cashier)

    def test_nothing_is_asked_where_the_company_does_not_want_it(self):
        self.company.membership_confirm_months = 0
        self.assertNotIn("contact", self._data())

    def test_every_cashier_fills_in_what_is_missing(self):
        data = self._change(
            {"email": "lin@example.com", "birthdate_date": "1990-05-06"},
            user=self.cashier,
        )
        self.assertEqual(self.partner.email, "lin@example.com")
        self.assertEqual(
            (data["birthday"], data["confirm_data"]), ("1990-05-06", False)
        )

    def test_what_is_there_is_changed_by_who_may_after_a_look_at_the_person(self):
        vals = {"phone": "13700000021"}
        with self.assertRaises(AccessError):
            self._change(vals, SEEN, self.cashier)
        with self._assert_refused("Identify the person"):
            self._change(vals)
        self._change(vals, SEEN)
        self.assertEqual(self.member.phone, "+8613700000021")
        event = self.env["membership.card.event"].search(
            [("subject_id", "=", self.member.id)], limit=1
        )
        self.assertEqual(
            (event.action, event.identified_by, event.user_id, event.outlet_id),
            ("change", "document", self.senior, self.outlet),
        )
        self.assertNotIn("137", event.reason)

    def test_the_phone_of_another_member_is_refused(self):
        other = self._create_member(name="Wang Fang")
        with self._assert_refused("Wang Fang", ValidationError):
            self._change({"phone": other.phone}, SEEN)

    def test_nonsense_is_refused_in_words(self):
        with self._assert_refused("no possible phone"):
            self._change({"phone": "1"}, SEEN)
        with self._assert_refused("no possible birthday"):
            self._change({"birthdate_date": "yesterday"})
        with self._assert_refused("no possible birthday"):
            self._change({"birthdate_date": "2999-01-01"})
        for vals in ({}, None, {"name": "Sly", "level_id": 1}, {"phone": ""}):
            with self.subTest(vals), self._assert_refused("Nothing was changed"):
                self._change(vals, SEEN)

    def test_the_address_of_an_account_of_the_website_is_not_the_tills(self):
        self.partner.email = "lin@example.com"
        self.env["res.users"].create(
            {
                "login": "lin@example.com",
                "partner_id": self.partner.id,
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
        with self._assert_refused("the card centre changes it"):
            self._change({"email": "thief@example.com"}, SEEN)
