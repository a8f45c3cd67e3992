import json
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CardAlone, CardCommon


@tagged("post_install", "-at_install")
class TestMembershipApi(CardAlone, CardCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till = cls._create_user("till")
        cls.api = cls.env["membership.api"].with_user(cls.card_centre)

    def _enrol(self, key="k1", **values):
        asked = {"name": "Li Li", "phone": "13912345678"} | values
        return self.api.enrol(key, **asked)

    def _count(self):
        return self.env["membership.member"].search_count([])

    # === ENROLLING === #
    def test_enrolled_member_says_that_it_was_the_api(self):
        told = self._enrol(
            email="li@example.com",
            birthday="1990-05-01",
            gender="female",
            outlet="XH",
            note="from the app",
        )
        member = self.env["membership.member"]._find(told["number"], self.company)
        self.assertEqual((member.source, member.outlet_id), ("api", self.outlet))
        self.assertEqual(member.birthdate_date, date(1990, 5, 1))
        self.assertEqual(told["phone"], "+8613912345678")
        self.assertEqual(told["cards"][0]["number"], member.card_ids.number)

    def test_same_key_enrols_once(self):
        first = self._enrol()
        before = self._count()
        self.assertEqual(self._enrol(), first)
        self.assertEqual(self._count(), before)

    def test_same_key_for_somebody_else_is_refused(self):
        self._enrol()
        with self.assertRaisesRegex(ValidationError, "another call"):
            self._enrol(phone="13912345679")

    def test_refused_key_may_be_used_again(self):
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._enrol(phone="12")
        self.assertTrue(self._enrol()["number"])

    def test_phone_of_a_member_is_refused_with_a_pointer(self):
        holder = self._create_member(name="Holder")
        with self.assertRaisesRegex(ValidationError, holder.number):
            self._enrol(phone=holder.phone)

    def test_a_refusal_is_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        addon = self.env["ir.module.module"]._get("membership_card")
        addon._update_translations("zh_CN")
        self.card_centre.lang = "zh_CN"
        with self.assertRaisesRegex(ValidationError, "[\u4e00-\u9fff]"):
            self.api.with_context(lang="en_US").enrol("k", name="", phone="1")

    def test_each_wrong_argument_is_named(self):
        cases = (
            ({"name": ""}, "name"),
            ({"name": 5}, "name"),
            ({"phone": None}, "phone"),
            ({"phone": "x" * 99}, "phone"),
            ({"birthday": "01.05.1990"}, "birthday"),
            ({"gender": "?"}, "gender"),
            ({"outlet": "nowhere"}, "nowhere"),
            ({"referrer": "nobody"}, "nobody"),
            ({"card_number": ["1"]}, "card_number"),
            ({"level_id": 1}, "level_id"),
            ({"key": {}}, "key"),
        )
        for values, sentence in cases:
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, sentence),
                self.env.cr.savepoint(),
            ):
                self._enrol(**values)

    # === ASKING === #
    def test_member_is_found_as_at_a_till(self):
        member = self._create_member(name="Wang Fang")
        for term in (member.card_ids.number, member.phone, member.number, "Wang F"):
            found = self.api.find(term)
            self.assertEqual([row["number"] for row in found], [member.number])
        self.assertEqual(self.api.find("nobody at all"), [])

    def test_phone_is_masked_for_who_need_not_call(self):
        member = self._create_member()
        told = self.api.with_user(self.till).find(member.number)[0]
        self.assertEqual(told["phone"], member.phone_masked)

    def test_balances_are_exact_texts(self):
        member = self._create_member()
        money = self.env["membership.unit"]._for_currency(self.company.currency_id)
        member._get_account(money)._post("10.5", "opening", "k", reason="test")
        told = self.api.balance(member.card_ids.number)
        self.assertEqual(
            [(row["kind"], row["balance"]) for row in told], [("money", "10.50")]
        )

    def test_purchases_come_in_pages_from_a_day(self):
        member = self._create_member()
        for day in (1, 2, 3):
            self._record_purchase(member, 10 * day, date=f"2026-01-0{day} 12:00:00")
        told = self.api.purchases(member.number, date_from="2026-01-02", limit=1)
        self.assertEqual([row["amount"] for row in told], ["30.00"])
        told = self.api.purchases(member.number, limit=1, offset=2)
        self.assertEqual([row["amount"] for row in told], ["10.00"])
        with self.assertRaisesRegex(ValidationError, "limit"):
            self.api.purchases(member.number, limit="all")

    # === PURCHASES OF A PARTNER === #
    def _feed(self, member, amount="80.00", key="r1", **values):
        vals = {"key": key, "card": member.card_ids[:1].number, "amount": amount}
        return self.api.record_purchase(**vals | {"outlet": "XH"} | values)

    def test_a_receipt_of_a_partner_is_recorded_once(self):
        member = self._create_member()
        told = self._feed(member, date="2026-01-02", untaxed="70.80")
        self.assertEqual(told, self._feed(member, date="2026-01-02", untaxed="70.80"))
        self.assertEqual(told["amount"], "80.00")
        purchase = member.purchase_ids
        self.assertEqual((purchase.amount_total, purchase.amount_untaxed), (80, 70.8))
        self.assertEqual(purchase.card_id, member.card_ids)
        self.assertEqual(purchase.outlet_id, self.outlet)
        with self.assertRaisesRegex(ValidationError, "another call"):
            self._feed(member, "81.00")
        with self.assertRaisesRegex(ValidationError, "another call"):
            self._feed(self._create_member())

    def test_a_partner_refunds_no_more_than_was_bought(self):
        member = self._create_member()
        self._feed(member)
        back = {"refund_of": "r1", "key": "r2"}
        for amount in ("10.00", "-80.01"):
            with self.assertRaisesRegex(ValidationError, "80.00 can be refunded"):
                self._feed(member, amount, **back)
        self._feed(member, "-50.00", **back)
        self._feed(member, "-50.00", **back)
        with self.assertRaisesRegex(ValidationError, "30.00 can be refunded"):
            self._feed(member, "-31.00", refund_of="r1", key="r3")
        with self.assertRaisesRegex(ValidationError, "0.00 can be refunded"):
            self._feed(member, "-1.00", refund_of="unknown", key="r3")
        self.assertEqual(sum(member.purchase_ids.mapped("amount_total")), 30)

    def test_a_wrong_receipt_is_refused_with_its_reason(self):
        member = self._create_member()
        for values, sentence in (
            ({"amount": 80}, "amount"),
            ({"amount": "80,00"}, "19.90"),
            ({"amount": "0"}, "19.90"),
            ({"amount": "1.005"}, "19.90"),
            ({"card": "4711"}, "4711"),
            ({"outlet": "nowhere"}, "nowhere"),
            ({"date": "2999-01-01"}, "future"),
            ({"cashier": "x"}, "cashier"),
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, sentence),
            ):
                self._feed(member, **values)
        with self.assertRaises(AccessError):
            self.env["membership.api"].with_user(self.till).record_purchase(
                "k", member.number, "1", "XH"
            )
        self.assertFalse(member.purchase_ids)

    # === RIGHTS === #
    def test_each_act_asks_for_its_right(self):
        member = self._create_member()
        till, nobody = (
            self.env["membership.api"].with_user(user)
            for user in (self.till, self._create_user())
        )
        self.assertEqual(len(till.find(member.number)), 1)
        with self.assertRaises(AccessError):
            till.enrol("k", "A", "13912345678")
        for act in (nobody.find, nobody.balance, nobody.purchases):
            with self.assertRaises(AccessError):
                act(member.number)

    def test_members_of_other_companies_do_not_exist(self):
        other = self.env["res.company"].create({"name": "Other"})
        member = self._create_member(company_id=other.id, outlet=None)
        self.assertEqual(self.api.find(member.number), [])
        with self.assertRaises(UserError):
            self.api.balance(member.number)

    # === OVER THE WIRE === #
    def _post(self, method, user, **arguments):
        expires = self.env.cr.now().replace(year=self.env.cr.now().year + 1)
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        key = keys._generate("rpc", "test", expires)
        return self.url_open(
            f"/json/2/membership.api/{method}",
            data=json.dumps(arguments),
            headers={
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/json",
            },
        )

    @mute_logger("odoo.http")
    def test_json_2_answers_and_refuses_in_sentences(self):
        asked = {"key": "k9", "name": "Li Li", "phone": "13912345678"}
        answer = self._post("enrol", self.card_centre, **asked)
        self.assertEqual(answer.status_code, 200, answer.text)
        number = answer.json()["number"]
        answer = self._post("find", self.card_centre, term=number)
        self.assertEqual(answer.json()[0]["name"], "Li Li")
        answer = self._post("enrol", self.card_centre, **asked | {"key": "k10"})
        self.assertEqual(answer.status_code, 422)
        self.assertIn(number, answer.json()["message"])
        answer = self._post("_describe", self.card_centre, member=1)
        self.assertEqual(answer.status_code, 403)
