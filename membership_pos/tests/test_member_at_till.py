import uuid

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PosMembershipCommon


@tagged("post_install", "-at_install")
class TestMemberAtTill(PosMembershipCommon):
    # === FINDING === #
    def test_scan_finds_by_number_and_barcode(self):
        self.card.barcode = "RFID-77"
        for code in (self.card.number, "RFID-77", f" {self.card.number} "):
            data = self._till().scan(self.pos_session.id, code)
            self.assertEqual(
                (data["id"], data["card_id"]), (self.member.id, self.card.id)
            )

    def test_members_of_other_outlets_are_served_as_far_as_that_is_shared(self):
        self._topup(self.member, 100)
        home = self._create_outlet(name="Old Town")
        self.member.outlet_id = home
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.member.with_user(self.cashier).read(["number"])
        code = self.card.number
        self.assertTrue(self._till().scan(self.pos_session.id, code))
        self._hold(10)
        self.company.membership_share_money = False
        with self._assert_refused("Old Town: stored value"):
            self._hold(10)
        self.company.membership_share_cards = False
        with self._assert_refused("Old Town: cards"):
            self._till().scan(self.pos_session.id, code)
        self.assertFalse(self._till().find(self.pos_session.id, self.member.phone))
        self.config.sudo().membership_outlet_id = home
        self.assertTrue(self._till().scan(self.pos_session.id, code))
        self._hold(10)

    def test_scan_of_an_unknown_code_is_nobody(self):
        for code in ("0000", "", None, 5, "x" * 1000):
            self.assertFalse(self._till().scan(self.pos_session.id, code))

    def test_scan_says_that_a_digit_is_wrong(self):
        self.card_type.write({"prefix": "8", "length": 13, "check_digit": "ean13"})
        with self._assert_refused("check digit of 8000000000421"):
            self._till().scan(self.pos_session.id, "8000000000421")
        self.assertFalse(self._till().scan(self.pos_session.id, "8000000000422"))

    def test_scan_refuses_a_dead_card_at_once(self):
        self.card._change_state("report_loss")
        with self._assert_refused("reported lost: do not accept"):
            self._till().scan(self.pos_session.id, self.card.number)

    def test_find_by_phone_and_name_shows_no_full_phone(self):
        for term in (self.member.phone, self.member.phone[3:], "Lin Wei"):
            rows = self._till().find(self.pos_session.id, term)
            self.assertEqual([row["id"] for row in rows], [self.member.id])
            self.assertNotIn(self.member.phone[3:], str(rows))

    def test_find_gives_at_most_twenty(self):
        for position in range(25):
            self._create_member(name=f"Zhao {position}")
        self.assertEqual(len(self._till().find(self.pos_session.id, "Zhao")), 20)

    def test_no_order_is_pointed_at_a_stranger_to_read_his_name(self):
        away = self._create_member(name="Yu Away", outlet=self._create_outlet())
        self.cashier.membership_outlet_id = self.outlet
        order = self._sell([self._line(self.tea)]).with_user(self.cashier)
        name = {"membership_member_id": {"fields": {"display_name": {}}}}
        (row,) = order.web_read(name)
        self.assertIn("Lin Wei", row["membership_member_id"]["display_name"])
        named = {"membership_member_id": away.id}
        draft = order.copy({"state": "draft"})
        self.assertEqual(draft.sudo().membership_member_id, self.member)
        for attack in (
            lambda: draft.web_save(named, name),
            lambda: draft.copy(named),
            lambda: draft.onchange(named, ["membership_member_id"], name),
            lambda: draft.browse().onchange(named, ["membership_member_id"], name),
        ):
            with self.assertRaises(AccessError):
                attack()
        # At a till he shows his card; who saw the order sees it when he has left.
        code = away.card_ids.number
        self.assertTrue(self._till().scan(self.pos_session.id, code))
        sold = self._sell([self._line(self.tea)], member=away).with_user(self.cashier)
        self.assertFalse(away.with_user(self.cashier).has_access("read"))
        (row,) = sold.web_read(name)
        self.assertIn("Yu Away", row["membership_member_id"]["display_name"])
        self.assertEqual(sold.copy().sudo().membership_member_id, away)

    def test_till_data_is_what_the_screen_needs(self):
        self._topup(self.member, 100)
        data = self._till().get_member(self.pos_session.id, self.member.id)
        self.assertEqual(data["wallet"]["available"], "100.00")
        self.assertEqual(data["card_id"], self.card.id)
        partner = data["records"]["res.partner"][0]
        self.assertEqual(partner["id"], self.member.partner_id.id)
        self.assertEqual(data["records"]["membership.member"][0]["id"], self.member.id)

    def test_customer_who_is_a_member_is_recognised(self):
        partner = self.member.partner_id
        data = self._till().get_member_of_partner(self.pos_session.id, partner.id)
        self.assertEqual(data["id"], self.member.id)
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.assertFalse(
            self._till().get_member_of_partner(self.pos_session.id, stranger.id)
        )

    def test_points_rate_follows_level_and_rules(self):
        self._create_points_rule()
        self.member.level_id.points_multiplier = 2
        data = self._till().get_member(self.pos_session.id, self.member.id)
        self.assertAlmostEqual(data["points_rate"], 0.2)

    # === ACTS === #
    def test_enrol_makes_a_member_with_a_card_of_this_outlet(self):
        data = self._till().enrol(
            self.pos_session.id, {"name": "Zhou Ying", "phone": "13700000009"}
        )
        member = self.env["membership.member"].browse(data["id"])
        self.assertEqual((member.name, member.outlet_id), ("Zhou Ying", self.outlet))
        self.assertEqual(member.source, "till")
        self.assertEqual(member.card_ids.state, "active")
        self.assertEqual(data["card_id"], member.card_ids.id)

    def test_a_cashier_confirms_data_that_are_due(self):
        self.member.data_confirmed_on = "2020-01-01"
        till, session = self._till(), self.pos_session.id
        self.assertTrue(till.get_member(session, self.member.id)["confirm_data"])
        data = till.confirm_data(session, self.member.id)
        self.assertFalse(data["confirm_data"])
        self.assertEqual(self.member.data_confirmed_by_id, self.cashier)

    def test_enrol_names_who_has_the_phone(self):
        with self._assert_refused("Lin Wei", ValidationError):
            self._till().enrol(
                self.pos_session.id, {"name": "Twin", "phone": self.member.phone}
            )

    def test_enrol_takes_no_level_from_a_till(self):
        best = self.env["membership.level"].create(
            {"name": "Best", "sequence": 99, "company_id": self.company.id}
        )
        data = self._till().enrol(
            self.pos_session.id,
            {"name": "Sly", "phone": "13700000010", "level_id": best.id},
        )
        self.assertNotEqual((data["level"] or {}).get("id"), best.id)

    def test_loss_report_blocks_the_card_at_once(self):
        data = self._till().report_loss(
            self.pos_session.id, self.member.id, self.card.id
        )
        self.assertEqual(data["cards"][0]["state"], "lost")
        self.assertEqual(self.card.state, "lost")
        self.assertEqual(self.card.event_ids[:1].outlet_id, self.outlet)

    def test_loss_report_takes_only_cards_of_that_member(self):
        other = self._create_member(name="Wang Fang")
        with self.assertRaises(UserError):
            self._till().report_loss(
                self.pos_session.id, self.member.id, other.card_ids.id
            )

    # === RIGHTS === #
    def test_nobody_but_a_cashier_may_ask(self):
        calls = {
            "scan": ["1"],
            "find": ["Lin"],
            "get_member": [self.member.id],
            "get_member_of_partner": [self.member.partner_id.id],
            "enrol": [{"name": "A", "phone": "13700000011"}],
            "get_enrol_form": [],
            "confirm_data": [self.member.id],
            "change_data": [self.member.id, {"phone": "13700000012"}],
            "report_loss": [self.member.id, self.card.id],
            "act_on_card": [self.member.id, self.card.id, "freeze"],
            "preview_topup": [self.member.id, "10"],
            "get_offers": [self.member.id],
            "release": [self.member.id, [str(uuid.uuid4())]],
        }
        for name, arguments in calls.items():
            method = getattr(self._till(self.auditor), name)
            with self.subTest(method=name), self.assertRaises(AccessError):
                method(self.pos_session.id, *arguments)

    def test_a_till_of_another_company_cannot_ask(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.cashier.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        with self.assertRaises(AccessError):
            self._till().find(self.pos_session.id, "Lin")

    def test_cashiers_write_no_ledger(self):
        wallet = self.member._get_wallet().with_user(self.cashier)
        with self.assertRaises(AccessError):
            wallet.write({"name": "Mine"})
        for model in ("membership.entry", "membership.hold", "membership.lot"):
            with self.assertRaises(UserError):
                self.env[model].with_user(self.cashier).create({})

    # === PURCHASES AND PRICES === #
    def test_purchase_is_recorded_once_with_its_outlet_and_card(self):
        order = self._sell([self._line(self.cup, 2)])
        purchase = order._get_purchase()
        self.assertEqual((purchase.amount_total, purchase.amount_untaxed), (100, 88.5))
        self.assertEqual(
            (purchase.card_id, purchase.outlet_id), (self.card, self.outlet)
        )
        self.assertEqual(purchase.origin_key, f"pos.order:{order.uuid}")
        self.assertEqual(
            purchase._get_lines(),
            [{"product_id": self.cup.id, "qty": 2, "amount_total": 100}],
        )

    def test_invoice_of_an_order_is_no_second_purchase(self):
        self._sell([self._line(self.tea)], to_invoice=True)
        self.assertEqual(self.member.purchase_count, 1)

    def test_points_are_counted_by_the_server(self):
        """Forged line totals earn nothing."""
        self._create_points_rule()
        honest = self._sell([self._line(self.cup)])
        forged = [self._line(self.cup, price_subtotal_incl=50, price_subtotal=9999)]
        order = self._sell(forged)
        self.assertEqual(
            order.membership_receipt["earned"], honest.membership_receipt["earned"]
        )

    def test_member_without_purchase_changes_nothing_for_others(self):
        data = self._order_data(
            [self._line(self.tea)], [self._payment(self.cash_method, 100)]
        )
        order = self._sync(data)
        self.assertFalse(order.membership_member_id)
        self.assertFalse(order.membership_receipt)

    def test_level_prices_reach_the_till(self):
        pricelist = self._create_level_prices()
        self.assertNotIn(pricelist, self.config.available_pricelist_ids)
        self.assertIn(pricelist, self.config._get_available_pricelists())
        data = self.pos_session.load_data(["product.pricelist", "pos.preset"])
        self.assertIn(pricelist.id, [row["id"] for row in data["product.pricelist"]])

    def test_level_price_without_the_level_is_noted(self):
        pricelist = self._create_level_prices()
        data = self._order_data(
            [self._line(self.tea, price=90)],
            [self._payment(self.cash_method, 90)],
            pricelist_id=pricelist.id,
        )
        self.assertIn("Gold", self._sync(data).membership_warning)

    def test_level_price_of_the_level_is_not_noted(self):
        pricelist = self._create_level_prices()
        self.member.level_id = self.env["membership.level"].search(
            [("pricelist_id", "=", pricelist.id)]
        )
        order = self._sell([self._line(self.tea, price=90)], pricelist_id=pricelist.id)
        self.assertFalse(order.membership_warning)

    def _create_points_rule(self):
        self.env["membership.points.rule"].search([]).active = False
        self.env["membership.points.rule"].create(
            {
                "name": "1 for 10",
                "company_id": self.company.id,
                "points_per_unit": 1,
                "per_amount": 10,
            }
        )

    def _create_level_prices(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Gold prices",
                "company_id": self.company.id,
                "currency_id": self.currency.id,
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 10})
                ],
            }
        )
        self.env["membership.level"].create(
            {
                "name": "Gold",
                "sequence": 50,
                "company_id": self.company.id,
                "pricelist_id": pricelist.id,
            }
        )
        return pricelist

    def test_receipt_says_what_is_left(self):
        self._create_points_rule()
        self._topup(self.member, 100)
        order = self._sell([self._line(self.tea)], stored=60)
        receipt = order.membership_receipt
        self.assertEqual(receipt["wallet"], 40)
        self.assertEqual((receipt["earned"], receipt["points"]), (10, 10))
        self.assertEqual(receipt["card"], f"****{self.card.number[-4:]}")

    # === COST === #
    def test_member_sale_costs_few_queries_more(self):
        """Card, part stored value, points; the plain sale is to a known customer."""
        self._create_points_rule()
        self.customer = self.env["res.partner"].create({"name": "Customer"})
        self._topup(self.member, 1000)
        plain = self._count(self._prepare_plain)
        member = self._count(self._prepare_member)
        self.assertLessEqual(member - plain, 12, f"{member} against {plain}")

    def _prepare_plain(self):
        return self._order_data(
            [self._line(self.tea)],
            [self._payment(self.cash_method, 60), self._payment(self.cash_method, 40)],
            partner_id=self.customer.id,
        )

    def _prepare_member(self):
        payments = [
            self._payment(self.stored_value, 60, self._hold(60)),
            self._payment(self.cash_method, 40),
        ]
        return self._order_data([self._line(self.tea)], payments, self.member)

    def _count(self, prepare):
        """Queries of one sale as a server sees it that has sold the same before."""
        for _warm in range(2):
            self._sync(prepare())
        data = prepare()
        self.env.flush_all()
        self.env.invalidate_all()
        Order = self.env["pos.order"].with_user(self.cashier)
        Order = Order.with_company(self.company)
        start = self.env.cr.sql_log_count
        Order.sync_from_ui([data])
        self.env.flush_all()
        return self.env.cr.sql_log_count - start

    def test_hold_costs_at_most_three_ledger_queries(self):
        self._topup(self.member, 1000)
        self._hold(1)
        wallet = self.member._get_wallet()
        with self.assertQueryCount(3):
            wallet._hold(1, str(uuid.uuid4()), origin=self.pos_session)
