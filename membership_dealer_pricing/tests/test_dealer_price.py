from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import DealerCommon


@tagged("post_install", "-at_install")
class TestDealerPrice(DealerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coffee = cls._create_product(name="Coffee", list_price=200)
        cls.cups = cls.env["product.category"].create({"name": "Cups"})
        cls.cup = cls._create_product(name="Cup", list_price=10, categ_id=cls.cups.id)
        cls.markup = cls.env["membership.dealer.markup"].create(
            {
                "name": "Plus 8 %",
                "percent": 8,
                "rounding": 0.1,
                "company_id": cls.company.id,
                "line_ids": [
                    Command.create({"categ_id": cls.cups.id, "percent": 20}),
                    Command.create(
                        {"product_tmpl_id": cls.coffee.product_tmpl_id.id, "percent": 1}
                    ),
                ],
            }
        )

    def test_a_page_looks_a_dealer_up_once_and_sees_what_changes(self):
        top = self._create_dealer(sub_markup_id=self.markup.id)
        sub = self._create_dealer(upline_id=top.id)
        user = new_test_user(self.env, "buyer", groups="base.group_portal")
        user.partner_id.parent_id = sub.partner_id
        Dealer = self.env["membership.dealer"].with_user(user)
        Dealer._get_entitled_of_user(self.company)  # users and companies are read
        self.env.flush_all()
        Dealer._forget_prices()
        with self.assertQueryCount(1):
            for _time in range(3):
                self.assertEqual(Dealer._get_entitled_of_user(self.company), sub)
                found = Dealer._get_pricelist_of_user(self.company)
                self.assertEqual(found, sub.pricelist_id)
        top._change_state("suspend", "late")
        self.assertFalse(Dealer._get_entitled_of_user(self.company))
        self.assertFalse(Dealer._get_pricelist_of_user(self.company))
        top._change_state("resume")
        self.assertEqual(Dealer._get_entitled_of_user(self.company), sub)
        user.partner_id.parent_id = self._create_dealer().partner_id
        self.assertNotEqual(Dealer._get_entitled_of_user(self.company), sub)
        user.partner_id.parent_id = False
        self.assertFalse(Dealer._get_entitled_of_user(self.company))

    def test_what_a_visitor_pays_is_looked_up_again_when_lists_change(self):
        Pricelist = self.env["product.pricelist"]
        before = Pricelist._get_dealer_retail()
        first = Pricelist.create(
            {"name": "Summer", "company_id": self.company.id, "sequence": -5}
        )
        self.assertEqual(Pricelist._get_dealer_retail(), first)
        group = self.env["res.country.group"].create({"name": "Somewhere"})
        group.pricelist_ids = first
        self.assertEqual(Pricelist._get_dealer_retail(), before)

    def test_quantity_breaks_hold_for_dealers(self):
        partner = self._create_dealer().partner_id
        self.assertEqual(self._price(partner, 9), 61.37)
        self.assertEqual(self._price(partner, 10), 53.59)

    def test_a_markup_is_on_the_uplines_cost_whatever_the_depth(self):
        top = self._create_dealer(sub_markup_id=self.markup.id)
        sub = self._create_dealer(upline_id=top.id)
        self.assertEqual(sub.price_source, "upline_markup")
        self.assertEqual(self._price(sub.partner_id), 66.3)  # 61.37 + 8 %
        self.assertEqual(self._price(sub.partner_id, 10), 57.9)
        low = self._create_dealer(upline_id=sub.id, markup_id=self.markup.id)
        self.assertEqual(low.price_source, "markup")
        self.assertEqual(self._price(low.partner_id), 71.6)  # 66.30 + 8 %
        self.assertEqual(self._price(low.partner_id, product=self.cup), 14.4)
        self.assertEqual(self._price(low.partner_id, product=self.coffee), 204.0)

    def test_what_a_level_foresees_holds_at_every_depth(self):
        self.distributor.sub_markup_id = self.markup
        top = self._create_dealer()
        sub = self._create_dealer(upline_id=top.id)
        low = self._create_dealer(upline_id=sub.id)
        self.assertEqual(low.effective_level_id, self.distributor)
        self.assertEqual(self._price(sub.partner_id), 66.3)
        self.assertEqual(self._price(low.partner_id), 71.6)

    def test_the_list_of_a_markup_is_named_in_every_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        top = self._create_dealer(sub_markup_id=self.markup.id)
        base = top._get_pricelist()
        base.with_context(lang="zh_CN").name = "一级"
        self.markup.with_context(lang="zh_CN").name = "加价"
        pricelist = self._create_dealer(upline_id=top.id)._get_pricelist()
        self.assertEqual(pricelist.name, f"{base.name} + {self.markup.name}")
        chinese = pricelist.with_context(lang="zh_CN").name
        self.assertEqual(chinese, "一级 + 加价")

    def test_a_markup_follows_its_changes(self):
        top = self._create_dealer(sub_markup_id=self.markup.id)
        sub = self._create_dealer(upline_id=top.id)
        self.markup.percent = 10
        self.assertEqual(self._price(sub.partner_id), 67.5)
        self.markup.line_ids.filtered("categ_id").percent = 50
        self.assertEqual(self._price(sub.partner_id, product=self.cup), 15)
        self.markup.line_ids.unlink()
        self.assertEqual(self._price(sub.partner_id, product=self.cup), 11)

    def test_dealers_with_one_base_and_one_markup_share_a_list(self):
        top = self._create_dealer(sub_markup_id=self.markup.id)
        subs = [self._create_dealer(upline_id=top.id) for _n in range(3)]
        self.assertEqual(len({sub.pricelist_id for sub in subs}), 1)
        self.assertTrue(subs[0].pricelist_id.dealer_only)

    def test_the_first_that_applies_counts(self):
        own = self._create_list("Own", {0: 41.11})
        top = self._create_dealer()
        sub = self._create_dealer("applied", upline_id=top.id)
        self.assertFalse(sub.pricelist_id)
        steps = [
            (
                self.distributor,
                {"sub_markup_id": self.markup.id},
                "upline_level_markup",
            ),
            (self.distributor, {"sub_level_id": self.agent.id}, "upline_level"),
            (top, {"sub_markup_id": self.markup.id}, "upline_markup"),
            (sub, {"level_id": self.agent.id}, "level"),
            (sub, {"markup_id": self.markup.id}, "markup"),
            (sub, {"agreed_pricelist_id": own.id}, "agreed"),
        ]
        for record, vals, source in steps:
            record.write(vals)
            self.assertEqual(sub.price_source, source)
            self.assertTrue(sub.pricelist_id)

    def test_a_change_of_level_reaches_the_whole_branch(self):
        top = self._create_dealer(sub_markup_id=self.markup.id)
        sub = self._create_dealer(upline_id=top.id)
        low = self._create_dealer(upline_id=sub.id, markup_id=self.markup.id)
        top.level_id = self.agent
        self.assertEqual(self._price(sub.partner_id), 80.5)
        self.assertEqual(self._price(low.partner_id), 86.9)

    def test_the_agreements_currency_picks_the_list(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        listed = self._create_list("Euro", {0: 55.55}, currency_id=euro.id)
        self.distributor.other_pricelist_ids = listed
        dealer = self._create_dealer(currency_id=euro.id)
        self.assertEqual(dealer.pricelist_id, listed)
        self.assertEqual(self._price(dealer.partner_id), 55.55)

    def test_a_dealer_list_is_nobodys_default(self):
        stranger = self._create_partner()
        for pricelist in (self.distributor_list, self.agent_list):
            pricelist.sequence = -1
        self.env.invalidate_all()
        self.assertEqual(self._price(stranger), 100)
        stranger.with_company(
            self.company
        ).specific_property_product_pricelist = self.distributor_list
        self.env.invalidate_all()
        self.assertEqual(self._price(stranger), 100)

    def test_a_system_parameter_opens_no_dealer_list(self):
        stranger = self._create_partner()
        self.retail.active = False
        self.env["ir.config_parameter"].set_param(
            f"res.partner.property_product_pricelist_{self.company.id}",
            self.distributor_list.id,
        )
        self.env.invalidate_all()
        self.assertEqual(self._price(stranger), 100)

    def test_a_dealer_list_has_no_code_and_no_chooser(self):
        for vals in ({"code": "X"}, {"selectable": True}):
            with self.assertRaisesRegex(ValidationError, "for dealers only"):
                self.distributor_list.write(vals)
        with self.assertRaisesRegex(ValidationError, "Dealers get this price list"):
            self.distributor_list.dealer_only = False

    def test_a_list_that_is_open_is_no_dealers_list(self):
        with self.assertRaisesRegex(ValidationError, "not for dealers only"):
            self._create_level("Open", self.retail)
