from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged

NOW = "2026-06-15 04:00:30"


@tagged("post_install", "-at_install")
class TestCardToken(TransactionCase):
    """The code on a phone: the till reads it for two to three minutes, then no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.env["membership.member"]._enrol(
            {"name": "Lin Daiyu", "phone": "+8613800149001"}
        )
        cls.card = cls.member.card_ids
        cashier = new_test_user(
            cls.env, "token_till", "base.group_user,membership_ledger.group_till"
        )
        cls.Card = cls.env["membership.card"].with_user(cashier)

    def _read(self, token, company=None):
        return self.Card._find_by_code(token, company or self.env.company)

    @freeze_time(NOW)
    def test_the_till_finds_the_card(self):
        code = self.card._get_phone_code()
        self.assertEqual(self._read(code["token"]), self.card)
        self.assertEqual(code["seconds"], 150)

    def test_the_code_runs_out(self):
        with freeze_time(NOW):
            token = self.card._get_phone_code()["token"]
        with freeze_time("2026-06-15 04:02:59"):
            self.assertEqual(self._read(token), self.card)
        with freeze_time("2026-06-15 04:03:00"):
            self.assertFalse(self._read(token))

    @freeze_time(NOW)
    def test_the_code_of_another_card_cannot_be_made_from_ones_own(self):
        token = self.card._get_phone_code()["token"]
        other = self.env["membership.member"]._enrol(
            {"name": "Jia Baoyu", "phone": "+8613800149002"}
        )
        forged = token.replace(f":{self.card.id}:", f":{other.card_ids.id}:")
        self.assertNotEqual(forged, token)
        self.assertFalse(self._read(forged))

    @freeze_time(NOW)
    def test_the_code_means_nothing_in_another_company(self):
        company = self.env["res.company"].sudo().create({"name": "Another"})
        token = self.card._get_phone_code()["token"]
        self.assertFalse(self._read(token, company))

    @freeze_time(NOW)
    def test_a_card_reported_lost_is_refused_at_once(self):
        token = self.card._get_phone_code()["token"]
        self.card._change_state("report_loss")
        with self.assertRaises(UserError):
            self._read(token)._check_usable("wallet")

    def test_numbers_are_found_as_before(self):
        self.assertEqual(self._read(self.card.number), self.card)
