from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestCobrand(WalletCommon):
    """Cards together with a partner company, and what is settled with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank_partner = cls.env["res.partner"].create(
            {"name": "River Bank", "is_company": True}
        )
        cls.cobrand = cls._create_type(
            name="River Card",
            prefix="62",
            length=16,
            cobrand_partner_id=cls.bank_partner.id,
            cobrand_issuer="partner",
            cobrand_percent=2,
        )
        cls.number = cls.cobrand._get_pattern().number(77)

    def test_numbers_of_the_partner_are_scanned_and_checked(self):
        for number, sentence in (
            (False, "scan the card"),
            ("4711", "no card of River"),
        ):
            with self.assertRaisesRegex(UserError, sentence):
                self._create_member(type_id=self.cobrand.id, card_number=number)
        member = self._create_member(type_id=self.cobrand.id, card_number=self.number)
        self.assertEqual(
            self.env["membership.member"]._identify(self.number, self.company)[0],
            member,
        )

    def test_report_settles_both_ways_per_partner_and_month(self):
        theirs = self._create_outlet(
            cobrand_partner_id=self.bank_partner.id, cobrand_percent=5
        )
        with freeze_time("2026-03-05 04:00:00"):
            member = self._create_member(
                type_id=self.cobrand.id, card_number=self.number
            )
            card = {"card_id": member.card_ids.id, "outlet_id": self.outlet.id}
            self._record_purchase(member, 300, **card, date="2026-03-06 04:00:00")
            self._record_purchase(member, -100, **card, date="2026-03-07 04:00:00")
            self._record_purchase(
                self.member, 80, outlet_id=theirs.id, date="2026-03-08 04:00:00"
            )
            self._record_purchase(self.member, 50, outlet_id=self.outlet.id)
            self._topup(member, 500, card=member.card_ids)
        self.env.flush_all()
        Report = self.env["membership.cobrand.report"].with_user(self.manager)
        fields_ = ("card_count", "purchase_count", "purchase_amount", "owed")
        ((partner, *sums),) = Report._read_group(
            [("company_id", "=", self.company.id), ("date", "<", "2026-04-01")],
            ["partner_id"],
            [*(f"{name}:sum" for name in fields_), "member_id:count_distinct"],
        )
        self.assertEqual(partner, self.bank_partner)
        # 2 % of 200 that we owe, less 5 % of 80 that the partner owes.
        self.assertEqual(sums, [1, 3, 280, 0, 2])
        topped = Report._read_group(
            [("fact", "=", "topup")], ["partner_id"], ["topup_amount:sum"]
        )
        self.assertEqual(topped, [(self.bank_partner, 500)])
