from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CardAlone, CardCommon

MONDAY, TUESDAY = "2026-06-15 04:00:00", "2026-06-16 04:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestLevelPrices(CardAlone, CardCommon):
    """What a member pays, on which days, for which goods."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tea, cls.oolong = cls.env["product.category"].create(
            [{"name": "Tea"}, {"name": "Oolong"}]
        )
        cls.oolong.parent_id = cls.tea
        cls.product = cls.env["product.product"].create(
            {"name": "Tieguanyin", "list_price": 100, "categ_id": cls.oolong.id}
        )
        cls.gold_list = cls._create_list("Gold", 10)
        cls.day_list = cls._create_list("Tuesday", 30)
        cls.gold.pricelist_id = cls.gold_list
        cls.member = cls._create_member(level_id=cls.gold.id)

    @classmethod
    def _create_list(cls, name, percent):
        return cls.env["product.pricelist"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
                "item_ids": [
                    (0, 0, {"compute_price": "percentage", "percent_price": percent})
                ],
            }
        )

    def _create_day(self, **values):
        return self.env["membership.level.day"].create(
            {
                "level_id": self.gold.id,
                "name": "Member day",
                "pricelist_id": self.day_list.id,
                **values,
            }
        )

    def _get_lists(self, day=MONDAY, member=None):
        """What a till and what a contact is told, which must be one list."""
        member = member or self.member
        with freeze_time(day):
            member.partner_id.invalidate_recordset(["property_product_pricelist"])
            told = member._get_pricelist()
            if told:
                self.assertEqual(member.partner_id.property_product_pricelist, told)
            return told

    def _get_list_of_stranger(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        return stranger.with_company(self.company).property_product_pricelist

    def test_what_members_have_is_never_the_price_of_strangers(self):
        """Not even where it is the first list that there is."""
        lists = self.env["product.pricelist"].with_company(self.company)
        special = lists._get_of_rate(self.company, 50)
        self._create_day(weekday="1")
        earned = self.gold_list | self.day_list | special
        lists.search([("id", "not in", earned.ids)]).active = False
        earned.sequence = -1
        self.assertFalse(self._get_list_of_stranger())
        usual = self._create_list("Retail", 0)
        self.assertEqual(self._get_list_of_stranger(), usual)
        self.assertEqual(self._get_lists(), self.gold_list)

    def test_the_list_of_the_lowest_level_may_be_everybodys(self):
        usual = self._create_list("Retail", 0)
        usual.sequence = -1
        lowest = self.env["membership.level"]._get_ladder(self.company)[:1]
        self.assertNotEqual(lowest, self.gold)
        (lowest | self.gold).pricelist_id = usual
        self.assertEqual(self._get_list_of_stranger(), usual)

    def _get_price(self, pricelist, product=None):
        return pricelist._get_product_price(product or self.product, 1)

    def test_a_member_day_has_its_own_prices(self):
        self._create_day(weekday="1")
        self.assertEqual(self._get_lists(), self.gold_list)
        self.assertEqual(self._get_lists(TUESDAY), self.day_list)

    def test_a_member_day_of_the_month_falls_on_the_last_day_of_short_ones(self):
        day = self._create_day(recurrence="month", month_day=31)
        self.assertEqual(self._get_lists("2026-06-30 04:00:00"), self.day_list)
        self.assertEqual(self._get_lists("2026-07-30 04:00:00"), self.gold_list)
        day.date_to = "2026-06-29"
        self.assertEqual(self._get_lists("2026-06-30 04:00:00"), self.gold_list)

    def test_on_excluded_days_members_pay_what_everybody_pays(self):
        self._create_day(
            recurrence="dates",
            date_from="2026-10-01",
            date_to="2026-10-07",
            pricelist_id=False,
        )
        self.assertFalse(self._get_lists("2026-10-03 04:00:00"))
        self.assertEqual(self._get_lists("2026-10-08 04:00:00"), self.gold_list)
        partner = self.member.partner_id
        with freeze_time("2026-10-03 04:00:00"):
            partner.invalidate_recordset(["property_product_pricelist"])
            self.assertNotEqual(partner.property_product_pricelist, self.gold_list)

    def test_dates_are_from_and_to(self):
        with self.assertRaises(ValidationError):
            self._create_day(recurrence="dates")

    def test_excluded_goods_cost_what_everybody_pays(self):
        self.assertEqual(self._get_price(self.gold_list), 90)
        self.gold.excluded_categ_ids = self.tea
        self.assertEqual(self._get_price(self.gold_list), 100)
        self.gold.excluded_categ_ids = False
        self.assertEqual(self._get_price(self.gold_list), 90)
        self.gold.excluded_product_ids = self.product.product_tmpl_id
        self.assertEqual(self._get_price(self.gold_list), 100)

    def test_what_is_excluded_is_excluded_on_member_days(self):
        self.gold.excluded_categ_ids = self.tea
        self._create_day()
        self.assertEqual(self._get_price(self.day_list), 100)

    def test_a_special_price_holds_for_one_purchase(self):
        self.env["membership.gift.pack"].create(
            {
                "name": "Welcome",
                "company_id": self.company.id,
                "good_days": 10,
                "line_ids": [
                    (0, 0, {"kind": "price", "pricelist_id": self.day_list.id})
                ],
            }
        )
        member = self._create_member(level_id=self.gold.id)
        self.assertEqual(self._get_lists(member=member), self.day_list)
        later = self._get_lists("2026-06-26 04:00:00", member)
        self.assertEqual(later, self.gold_list)
        member._use_price_gifts()
        self.assertEqual(self._get_lists(member=member), self.gold_list)
        self.assertEqual(member.gift_line_ids.state, "done")

    def test_an_archived_list_is_not_used(self):
        self.gold_list.active = False
        self.assertFalse(self._get_lists())
