from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import PointsCommon


@tagged("post_install", "-at_install")
class TestEarning(PointsCommon):
    """What a purchase earns, for whom, once, and until when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule()

    def _get_entries(self):
        return self.member._get_points_account().entry_ids

    def test_a_purchase_earns_rounded_down(self):
        purchase = self._buy("99.90")
        self.assertPoints(9)
        self.assertEqual(purchase.points_earned, 9)

    def test_the_entry_names_purchase_card_and_outlet(self):
        purchase = self._buy(100)
        entry = self._get_entries()
        self.assertEqual(entry.kind, "earn")
        self.assertEqual(entry.key, f"purchase:{purchase.id}")
        self.assertEqual(
            (entry.origin_model, entry.origin_id), (purchase._name, purchase.id)
        )
        self.assertEqual(entry.card_id, self.card)
        self.assertEqual(entry.outlet_id, self.outlet)

    def test_a_purchase_recorded_twice_earns_once(self):
        vals = self._prepare_purchase(100)
        for _again in range(2):
            self.env["membership.purchase"]._record([dict(vals)])
        self.assertPoints(10)

    def test_asking_again_for_the_same_purchase_posts_nothing(self):
        purchase = self._buy(100)
        purchase._earn_points()
        self.assertEqual(len(self._get_entries()), 1)

    def test_many_purchases_at_once_earn_what_each_earns(self):
        other = self._create_member(name="Jia Baoyu")
        self.env["membership.purchase"]._record(
            [
                self._prepare_purchase(100),
                self._prepare_purchase(5),
                self._prepare_purchase(200),
                self._prepare_purchase(50, member=other),
            ]
        )
        self.assertPoints(30)
        self.assertPoints(5, other)

    def test_a_card_without_points_earns_nothing(self):
        self.card.type_id.use_points = False
        self._buy(100)
        self.assertPoints(0)

    def test_without_a_card_the_member_earns(self):
        self._buy(100, card_id=False)
        self.assertPoints(10)

    def test_a_cancelled_card_earns_nothing(self):
        self.card._change_state("cancel", "test")
        self._buy(100)
        self.assertPoints(0)

    def test_a_sale_that_arrives_after_the_loss_report_still_earns(self):
        self.card._change_state("report_loss")
        self._buy(100)
        self.assertPoints(10)

    def test_a_frozen_member_earns_nothing(self):
        self.member._change_state("freeze")
        self._buy(100)
        self.assertPoints(0)

    def test_a_closed_member_earns_nothing(self):
        self.member._change_state("close")
        self._buy(100)
        self.assertPoints(0)

    def test_points_are_good_until_the_end_of_the_month(self):
        self.company.membership_points_months = 12
        self._buy(100, date="2026-02-10 04:00:00")
        lot = self.member._get_points_account().lot_ids
        self.assertEqual((lot.bucket, lot.expires_on), ("points", date(2027, 2, 28)))

    def test_zero_months_mean_for_ever(self):
        self.company.membership_points_months = 0
        self._buy(100)
        self.assertFalse(self.member._get_points_account().lot_ids.expires_on)

    def test_points_lapse_after_their_last_day(self):
        self.company.membership_points_months = 1
        self._buy(100, date="2026-01-10 04:00:00")
        self._buy(50, date="2026-02-10 04:00:00")
        account = self.member._get_points_account()
        account._expire_lots(date(2026, 2, 28))
        self.assertPoints(15)
        account._expire_lots(date(2026, 3, 1))
        self.assertPoints(5)

    def test_points_without_tax_where_the_company_says_so(self):
        self.company.membership_points_tax_included = False
        self._buy(113, amount_untaxed=100)
        self.assertPoints(10)

    def test_the_till_sees_points_and_the_way_to_the_next_level(self):
        self._create_level(threshold=50, sequence=900, window_months=3)
        with freeze_time("2026-02-10 04:00:00"):
            self._buy(100)
            data = self.member.with_user(self.cashier)._get_till_data()
        self.assertEqual(
            data["points"],
            {
                "balance": "10",
                "available": "10",
                "expiring": "10",
                "expiring_on": "2027-02-28",
            },
        )
        self.assertEqual(data["level_progress"]["level"], self.member.level_id.name)
        self.assertTrue(data["level_progress"]["next_level"])

    def _count_queries(self):
        """Queries of one more purchase, as in a till's request: with empty caches."""
        vals = self._prepare_purchase(100)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.env["membership.purchase"].with_user(self.cashier)._record([vals])
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_a_sale_costs_few_queries_for_points(self):
        self._buy(100)  # from now on the account is there
        self.card.type_id.use_points = False
        self._count_queries()
        without_points = self._count_queries()
        self.card.type_id.use_points = True
        self._count_queries()
        self.assertLessEqual(self._count_queries() - without_points, 6)


@tagged("post_install", "-at_install")
class TestEarningByLine(PointsCommon):
    """Rules that look at products ask the document for its lines."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Category = cls.env["product.category"]
        cls.drinks = Category.create({"name": "Drinks"})
        cls.tea = cls._create_product(
            categ_id=Category.create({"name": "Tea", "parent_id": cls.drinks.id}).id
        )
        cls.cup = cls._create_product(
            name="Cup", categ_id=Category.create({"name": "Cups"}).id
        )
        cls.topup = cls._create_product(name="Top-up", membership_no_points=True)

    def _buy_lines(self, lines, **values):
        """Record a purchase whose document has these (product, amount) lines."""

        def get_lines(purchase):
            return documents.get(purchase.origin_key, [])

        vals = self._prepare_purchase(
            sum(amount for _product, amount in lines), **values
        )
        documents = getattr(self, "documents", {})
        self.documents = documents
        documents[vals["origin_key"]] = [
            {"product_id": product.id, "qty": 1, "amount_total": amount}
            for product, amount in lines
        ]
        Purchase = type(self.env["membership.purchase"])
        self.patch(Purchase, "_get_lines", get_lines)
        return self.env["membership.purchase"]._record([vals])

    def test_a_topup_earns_nothing(self):
        self._create_rule()
        purchase = self._buy_lines([(self.tea, 100.0), (self.topup, 500.0)])
        self.assertPoints(10)
        self.assertEqual(purchase.points_excluded, 500)

    def test_a_category_stands_for_those_below_it(self):
        self._create_rule(sequence=1, category_ids=self.drinks.ids, points_per_unit=2)
        self._create_rule(sequence=2)
        self._buy_lines([(self.tea, 100.0), (self.cup, 50.0)])
        self.assertPoints(25)

    def test_a_multiplier_applies_to_its_products_only(self):
        self._create_rule()
        self._create_multiplier(3, category_ids=self.drinks.ids)
        self._buy_lines([(self.tea, 100.0), (self.cup, 50.0)])
        self.assertPoints(35)

    def test_refunding_the_goods_of_a_topup_takes_all_points(self):
        self._create_rule()
        purchase = self._buy_lines([(self.tea, 100.0), (self.topup, 500.0)])
        self._buy_lines([(self.tea, -100.0)], refund_of=purchase)
        self.assertPoints(0)

    def test_refunding_what_earned_nothing_takes_nothing(self):
        self._create_rule(category_ids=self.drinks.ids)
        purchase = self._buy_lines([(self.tea, 100.0), (self.cup, 50.0)])
        self._buy_lines([(self.cup, -50.0)], refund_of=purchase)
        self.assertPoints(10)
        self._buy_lines([(self.tea, -100.0)], refund_of=purchase)
        self.assertPoints(0)
