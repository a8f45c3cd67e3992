from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import ApplicationCommon

TIERS = ("operations", "finance", "general_manager")


@tagged("post_install", "-at_install")
class TestSpecial(ApplicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.special = cls.env["membership.card.type"].create(
            {
                "name": "Partner Card",
                "code": "SPECIAL",
                "kind": "special",
                "company_id": cls.company.id,
            }
        )
        cls.approvers = {
            tier: new_test_user(
                cls.env,
                f"special_{tier}",
                f"base.group_user,membership_application.group_special_{tier}",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for tier in TIERS
        }
        cls.administrator = cls._create_user("manager")
        cls.administrator.group_ids += cls.env.ref("base.group_system")

    def _request(self, **values):
        application = self._apply(
            **{
                "type_id": self.special.id,
                "quantity": 3,
                "benefit": "Guests of the opening",
                "discount_rate": 12.5,
            }
            | values
        )
        application.action_submit()
        return application

    def _approve(self, application, *tiers):
        for tier in tiers:
            application.with_user(self.approvers[tier]).action_approve()

    def test_three_approve_in_order_then_the_administrator_switches_on(self):
        application = self._request()
        self.assertEqual(application.kind, "special")
        self.assertEqual(
            application.review_ids.mapped("name"),
            [
                "Operations",
                "Finance",
                "General Manager",
            ],
        )
        self._approve(application, "operations", "finance")
        self.assertEqual(application.state, "submitted")
        self.assertFalse(self.special.is_approved)
        self._approve(application, "general_manager")
        self.assertEqual(application.state, "approved")
        self.assertTrue(self.special.is_approved)
        self.assertTrue(application.waits_for_switch)
        with self.assertRaisesRegex(UserError, "switched on by the system"):
            application.action_issue()
        with self.assertRaises(AccessError):
            self.special.with_user(self.card_centre).action_switch_on()
        self.special.with_user(self.administrator).action_switch_on()
        self.assertFalse(application.waits_for_switch)
        application.action_issue()
        self.assertEqual(len(application.card_ids), 3)
        self.assertEqual(set(application.card_ids.mapped("state")), {"draft"})

    def test_nobody_approves_out_of_turn(self):
        application = self._request()
        for tier in ("general_manager", "finance"):
            with self.assertRaisesRegex(
                UserError, "waits for the approval of Operations"
            ):
                self._approve(application, tier)
        with self.assertRaisesRegex(UserError, "waits for the approval of Operations"):
            application.action_approve()

    def test_window_for_comments_is_no_way_around(self):
        """It takes any reviews of any record: the last approver tries to be first."""
        application = self._request()
        boss = self.approvers["general_manager"]
        wizard = (
            self.env["comment.wizard"]
            .with_user(boss)
            .create(
                {
                    "validate_reject": "validate",
                    "res_model": application._name,
                    "res_id": application.id,
                    "review_ids": [(6, 0, application.review_ids[2].ids)],
                    "comment": "ok",
                }
            )
        )
        wizard.add_comment()
        self.assertEqual(
            set(application.review_ids.mapped("status")), {"pending", "waiting"}
        )

    def test_reviews_are_not_written_over_rpc(self):
        application = self._request()
        review = application.review_ids[0]
        for user in (self.card_centre, self.approvers["operations"]):
            with self.subTest(user=user.login):
                self._attack(application.with_user(user), review.with_user(user))
        with self.assertRaises(UserError):
            application.write({"review_ids": [(5,)]})
        with self.assertRaises(UserError):
            application.with_context(skip_validation_check=True).state = "approved"

    def _attack(self, application, review):
        key = {"model": application._name, "res_id": application.id}
        for attack in (
            lambda: review.write({"status": "approved"}),
            lambda: review.write({"reviewer_ids": [(4, review.env.uid)]}),
            lambda: review.unlink(),
            lambda: review.create(key),
            lambda: application.restart_validation(),
        ):
            with self.assertRaises(UserError):
                attack()

    def test_what_is_being_approved_does_not_change(self):
        application = self._request()
        with self.assertRaises(ValidationError):
            application.quantity = 5000

    def test_who_asks_does_not_approve(self):
        """The same person in all groups cannot have a card of his own making."""
        everything = self._create_user("card_centre")
        everything.group_ids += self.env.ref(
            "membership_application.group_special_operations"
        )
        application = self._apply(everything, type_id=self.special.id, benefit="Mine")
        application.action_submit()
        with self.assertRaisesRegex(UserError, "waits for the approval"):
            application.action_approve()

    def test_any_approver_refuses_with_a_reason(self):
        application = self._request()
        self._approve(application, "operations")
        finance = application.with_user(self.approvers["finance"])
        with self.assertRaises(AccessError):
            application.with_user(self.approvers["general_manager"]).action_refuse()
        action = finance.action_refuse()
        self.env[action["res_model"]].with_user(finance.env.user).create(
            {"application_id": application.id, "reason": "No budget"}
        ).action_refuse()
        self.assertEqual(application.state, "refused")
        self.assertEqual(
            application.review_ids.mapped("status"), ["approved", "rejected", "cancel"]
        )
        application.action_reopen()
        self.assertFalse(application.review_ids)

    def test_empty_group_is_told_at_once(self):
        self.approvers["finance"].group_ids -= self.env.ref(
            "membership_application.group_special_finance"
        )
        with self.assertRaisesRegex(UserError, "Nobody can approve as “Finance”"):
            self._request()

    def test_one_manager_does_not_replace_the_chain(self):
        manager = self._create_user("manager")
        self.special.with_user(manager).action_approve()
        self.assertFalse(self.special.is_approved)

    def test_request_form_shows_the_chain(self):
        application = self._request()
        self._approve(application, "operations")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "membership_application.report_special", application.ids
        )
        for text in ("Operations", "General Manager", "Guests of the opening", "12.5"):
            self.assertIn(text, html.decode())

    # === WHAT THE DISCOUNT DOES === #
    def _issue(self, **values):
        """Three cards at 12.5 % off, approved and issued; the type is switched on."""
        application = self._request(**values)
        self._approve(application, *TIERS)
        self.special.with_user(self.administrator).action_switch_on()
        application.action_issue()
        return application.card_ids

    def _get_prices(self, member):
        """What a till and a sales order are told, which is one price of 100."""
        partner = member.partner_id
        partner.invalidate_recordset(["property_product_pricelist"])
        goods = self.env["product.product"].create({"name": "Tea", "list_price": 100})
        lists = member._get_pricelist(), partner.property_product_pricelist
        return [each._get_product_price(goods, 1) if each else 100 for each in lists]

    def test_the_approved_discount_is_the_price_of_the_card(self):
        member = self._create_member()
        self.assertEqual(self._get_prices(member), [100, 100])
        card = self._issue()[0]
        card.member_id = member
        self.assertEqual(self._get_prices(member), [100, 100], "not active yet")
        card._change_state("activate")
        self.assertEqual(self._get_prices(member), [87.5, 87.5])
        data = member._get_till_data()
        self.assertEqual(data["pricelist_id"], card.pricelist_id.id)
        self.assertEqual(card.pricelist_id.membership_rate, 12.5)

    def test_a_member_gets_as_many_as_were_approved(self):
        member = self._create_member()
        cards = self._issue(member_id=member.id, card_number="4711")
        self.assertEqual((len(cards), cards.member_id), (3, member))
        self.assertEqual(set(cards.mapped("discount_rate")), {12.5})
        self.assertEqual(set(cards.mapped("state")), {"active"})
        self.assertIn("4711", cards.mapped("number"))

    def test_it_holds_only_while_the_card_works(self):
        member = self._create_member()
        card = self._issue()[0]
        card.member_id = member
        card._change_state("activate")
        card._change_state("report_loss")
        self.assertEqual(self._get_prices(member), [100, 100])
        new = card._issue_replacement("Lost", self.outlet)
        self.assertEqual(new.discount_rate, 12.5)
        self.assertEqual(self._get_prices(member), [87.5, 87.5])
        self.special.sudo().is_enabled = False
        self.assertEqual(self._get_prices(member), [100, 100])

    def test_it_takes_the_place_of_the_price_of_the_level(self):
        member = self._create_member(level_id=self.gold.id)
        Pricelist = self.env["product.pricelist"]
        self.gold.pricelist_id = (
            Pricelist.sudo()._get_of_rate(self.company, 5).copy({"name": "Gold"})
        )
        self.assertEqual(self._get_prices(member), [95, 95])
        card = self._issue()[0]
        card.member_id = member
        card._change_state("activate")
        self.assertEqual(self._get_prices(member), [87.5, 87.5])

    def test_one_price_list_for_one_discount(self):
        first, second = self._issue(), self._issue()
        self.assertEqual(len((first | second).pricelist_id), 1)
        third = self._issue(discount_rate=0)
        self.assertFalse(third.pricelist_id)

    def test_nobody_types_a_discount(self):
        card = self._issue()[0].with_user(self.administrator)
        for vals in ({"discount_rate": 90}, {"pricelist_id": False}):
            with self.assertRaisesRegex(UserError, "what was approved"):
                card.write(vals)
