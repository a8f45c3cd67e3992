from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PosMembershipCommon


@tagged("post_install", "-at_install")
class TestSetup(PosMembershipCommon):
    def test_tills_sell_from_the_warehouse_of_their_outlet(self):
        warehouses = self.env["stock.warehouse"].create(
            [
                {"name": name, "code": name, "company_id": self.company.id}
                for name in ("W1", "W2")
            ]
        )
        outlet = self._create_outlet(warehouse_id=warehouses[0].id)
        till, _cash = self._create_till("Hill Street 2")
        till.membership_outlet_id = outlet
        self.assertEqual(till.picking_type_id, warehouses[0].pos_type_id)
        outlet.warehouse_id = warehouses[1]
        self.assertEqual(till.picking_type_id, warehouses[1].pos_type_id)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.env["stock.warehouse"].create(
            {"name": "X", "code": "X", "company_id": other.id}
        )
        with self.assertRaisesRegex(ValidationError, "another company"):
            outlet.warehouse_id = stranger

    def test_a_region_counts_and_opens_the_tills_of_its_stores(self):
        region = self._create_outlet(name="East", kind="region")
        store = self._create_outlet(name="Xuhui", parent_id=region.id)
        self._create_outlet(name="Without tills", parent_id=region.id)
        tills = self._create_till("Xuhui 1", store)[0]
        tills |= self._create_till("Xuhui 2", store)[0]
        outlets = region | store | self.outlet
        self.assertEqual(outlets.mapped("pos_config_count"), [2, 2, 1])
        self.assertEqual(
            self.env["pos.config"].search(region.action_view_tills()["domain"]), tills
        )

    def test_method_has_its_own_type_and_no_journal(self):
        self.assertEqual(self.stored_value.type, "membership")
        self.assertFalse(self.stored_value.journal_id)
        self.assertFalse(self.stored_value.is_cash_count)

    def test_set_up_twice_makes_one_method(self):
        self._close()
        self.config._set_up_membership()
        methods = self.config.payment_method_ids._get_wallet_methods()
        self.assertEqual(methods, self.stored_value)

    def test_new_tills_take_stored_value(self):
        self.assertIn(
            self.stored_value,
            self.env["pos.config"]
            .with_company(self.company)
            ._default_payment_methods(),
        )

    def test_outlet_is_of_the_company_of_the_till(self):
        other = self.env["res.company"].create({"name": "Other"})
        outlet = self.env["membership.outlet"].create(
            {"name": "Elsewhere", "code": "ELSE", "company_id": other.id}
        )
        with self.assertRaises(ValidationError):
            self.config.membership_outlet_id = outlet

    def test_stored_value_has_no_journal(self):
        self._close()
        with self.assertRaises(ValidationError):
            self.stored_value.journal_id = self.cash.journal_id

    def test_stored_value_is_no_fast_payment(self):
        with self.assertRaises(ValidationError):
            self.config.fast_payment_method_ids = [Command.link(self.stored_value.id)]

    def test_top_up_product_owes_what_it_takes(self):
        accounts = self.topup_product.with_company(
            self.company
        ).product_tmpl_id.get_product_accounts()
        self.assertEqual(accounts["income"], self.liability)

    def test_top_up_product_has_no_taxes(self):
        with self.assertRaises(ValidationError):
            self.topup_product.taxes_id = self.tax

    def test_top_up_product_gets_no_default_taxes(self):
        self.company.account_sale_tax_id = self.tax
        template = self.topup_product.product_tmpl_id
        template._force_default_sale_tax(self.company)
        self.assertFalse(template.taxes_id)

    def test_tills_preload_no_member(self):
        data = self.pos_session.load_data(["membership.member", "membership.card"])
        self.assertEqual(data["membership.member"], [])
        self.assertEqual(data["membership.card"], [])

    def test_settings_reach_the_till(self):
        rows = self.config.with_user(self.cashier)._load_pos_data_read(
            self.config, self.config
        )
        expected = {
            "can_serve": True,
            "can_topup": False,
            "topup_product_id": self.topup_product.id,
        }
        # Addons above add settings of their own.
        self.assertLessEqual(expected.items(), rows[0]["_membership"].items())
        settings = self.config.with_user(self.senior)._get_till_settings()
        self.assertTrue(settings["can_topup"])

    def test_member_rule_comes_before_products(self):
        rule = self.env.ref("membership_pos.barcode_rule_member")
        catch_all = self.env.ref("barcodes.barcode_rule_product")
        self.assertEqual(rule.type, "member")
        self.assertLess(rule.sequence, catch_all.sequence)
