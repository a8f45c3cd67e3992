from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PosMembershipCommon


@tagged("post_install", "-at_install")
class TestLinkedMembers(PosMembershipCommon):
    """Separate members who share chosen balances."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wife = cls._create_member(name="Wang Fang")
        cls.money = cls.member._get_wallet().unit_id
        cls.points = cls.member._get_points_unit()
        cls._topup(cls.member, 100)
        cls._topup(cls.wife, 30)

    def _link(self, units, owner=None, linked=None):
        link = (
            self.env["membership.link"]
            .with_user(self.card_centre)
            .create(
                {
                    "member_id": (owner or self.member).id,
                    "linked_id": (linked or self.wife).id,
                    "company_id": self.company.id,
                    "unit_ids": units.ids,
                    "reason": "Married",
                }
            )
        )
        link.action_link()
        return link

    def test_money_comes_together_and_both_pay_from_it(self):
        own = self.wife._get_wallet()
        self._link(self.money)
        wallet = self.member._get_wallet()
        self.assertEqual(self.wife._get_wallet(), wallet)
        self.assertEqual((wallet.balance, own.balance), (130, 0))
        self.assertTrue(wallet.is_shared)
        self.assertEqual(own.entry_ids.sorted("number")[-1].kind, "transfer")
        order = self._sell([self._line(self.tea)], stored=100, member=self.wife)
        self.assertEqual((order.state, wallet.balance), ("paid", 30))
        self.assertEqual(order.membership_receipt["wallet"], 30)
        self._assert_tied()

    def test_what_is_not_shared_stays_apart(self):
        self.env["membership.points.rule"].create(
            {"name": "1 a yuan", "points_per_unit": 1, "company_id": self.company.id}
        )
        self._link(self.points)
        self.assertNotEqual(self.wife._get_wallet(), self.member._get_wallet())
        account = self.member._get_points_account()
        self.assertEqual(self.wife._get_points_account(), account)
        self._sell([self._line(self.tea)], member=self.wife)
        self.assertTrue(account.balance)
        self.assertEqual(
            self.wife._get_till_data()["points"]["balance"], f"{account.balance:g}"
        )

    def test_unlinking_leaves_the_money_where_it_is(self):
        link = self._link(self.money)
        link.end_reason = "Divorced"
        link.action_end()
        self.assertEqual(self._wallet(), (130, 130))
        self.assertEqual(self._wallet(self.wife), (0, 0))
        self.assertFalse(self.member._get_wallet().is_shared)
        events = self.env["membership.card.event"].search(
            [("subject_id", "=", self.wife.id)]
        )
        self.assertEqual(set(events.mapped("action")), {"link", "end_link"})
        with self.assertRaisesRegex(UserError, "already"):
            link.action_end()
        self._link(self.money)

    def test_topup_of_the_linked_member_goes_to_the_shared_wallet(self):
        self._link(self.money)
        self._topup(self.wife, 50)
        self.assertEqual(self._wallet()[0], 180)
        self.assertEqual(self.wife.wallet_balance, 180)
        self._assert_tied()

    def test_till_shows_and_releases_on_the_shared_wallet(self):
        self._link(self.money)
        data = self._till().get_member(self.pos_session.id, self.wife.id)
        self.assertEqual(data["wallet"]["available"], "130.00")
        key = self._hold(120, member=self.wife)
        self.assertEqual(self._wallet(), (130, 10))
        self._till().release(self.pos_session.id, self.wife.id, [key])
        self.assertEqual(self._wallet(), (130, 130))

    def test_no_chains_and_no_second_link(self):
        self._link(self.money)
        son = self._create_member()
        pairs = ((self.wife, son), (son, self.wife), (son, self.member))
        for owner, linked in pairs:
            with self._assert_refused("end that link first"):
                self._link(self.money, owner, linked)
        self._link(self.money, self.member, son)
        self._link(self.points, self.wife, son)

    def test_payment_in_progress_comes_first(self):
        self._hold(10, member=self.wife)
        with self._assert_refused("in progress"):
            self._link(self.money)

    def test_leaving_ends_the_links(self):
        link = self._link(self.money)
        self.wife._change_state("close", "Moved away")
        self.assertEqual((link.state, self._wallet()[0]), ("ended", 130))

    def test_a_till_links_nobody_and_links_are_not_edited(self):
        link = self._link(self.money)
        with self.assertRaises(AccessError):
            link.with_user(self.cashier).action_end()
        for vals in ({"state": "draft"}, {"unit_ids": [(5,)]}):
            with self.assertRaises(UserError):
                link.with_user(self.card_centre).write(vals)
