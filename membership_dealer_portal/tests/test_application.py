from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.membership_guard.upload_check import PNG_PIXEL

from ..const import DOCUMENT_BYTES_MAX, DOCUMENTS_MAX, LIMITS
from .common import DealerPortalCommon

PDF = b"%PDF-1.7 licence %%EOF"


@tagged("post_install", "-at_install")
class TestApplication(DealerPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "base.group_user,membership_dealer_pricing.group_dealer_%s"
        cls.clerk = new_test_user(cls.env, "apply_clerk", group % "user")
        cls.manager = new_test_user(cls.env, "apply_manager", group % "manager")
        cls.env["membership.throttle"].search([]).unlink()

    def _send(self, files=(), **values):
        if not getattr(self, "session", None):
            self.authenticate(None, None)
        data = {
            "company_name": "Wang Foods",
            "contact_name": "Wang Xifeng",
            "email": "wang@example.com",
            "phone": "+86 138 0013 9001",
        }
        uploads = [("documents", file) for file in files]
        return self._post(
            "/dealer/apply/send", files=uploads or None, **(data | values)
        )

    def _find(self, email="wang@example.com"):
        return self.env["membership.dealer.application"].search(
            [("email", "=", email)], order="id desc"
        )

    def _create(self, **values):
        application = self.env["membership.dealer.application"].create(
            {
                "company_name": "Wang Foods",
                "contact_name": "Wang Xifeng",
                "email": "wang@example.com",
                "company_id": self.company.id,
                "level_id": self.level.id,
            }
            | values
        )
        application._start_chain()
        return application

    def _approve(self, application):
        application.with_user(self.clerk).validate_tier()
        application.with_user(self.manager).action_approve()

    # === THE FORM === #
    def test_a_stranger_applies_with_papers(self):
        files = [("licence.pdf", PDF), ("shop.png", PNG_PIXEL)]
        response = self._send(files)
        self.assertTrue(response.url.endswith("/dealer/apply/done"))
        application = self._find()
        self.assertEqual(application.state, "submitted")
        self.assertEqual(
            application.document_ids.mapped("name"), ["licence.pdf", "shop.png"]
        )
        self.assertEqual(application.company_id, self.company)
        self.assertTrue(application.review_ids)

    def test_a_program_is_refused_and_nothing_is_kept(self):
        for content in (b"MZ\x90\x00 program", b"<svg onload='x()'/>", b""):
            page = self._send([("licence.pdf", content)]).text
            self.assertIn("Wang Foods", page, "the form keeps what was written")
            self.assertIn("alert-danger", page)
        self.assertFalse(self._find())

    def test_too_large_or_too_many_papers_are_refused(self):
        large = ("licence.pdf", PDF + b" " * DOCUMENT_BYTES_MAX)
        many = [(f"{number}.pdf", PDF) for number in range(DOCUMENTS_MAX + 1)]
        for files in ([large], many):
            page = self._send(files).text
            self.assertIn("alert-danger", page)
            self.assertIn("Wang Foods", page, "the form keeps what was written")
        self.assertFalse(self._find())

    def test_what_is_missing_is_said(self):
        page = self._send(company_name=" ").text
        self.assertIn("Fill in company", page)
        page = self._send(email="nonsense").text
        self.assertIn("no e-mail address", page)

    def test_terms_cannot_be_chosen_by_the_applicant(self):
        self._send(level_id=self.level.id, upline_id=self.dealer.id, state="approved")
        application = self._find()
        self.assertFalse(application.level_id)
        self.assertFalse(application.upline_id)

    def test_nobody_applies_all_day(self):
        times, _minutes = LIMITS["dealer_apply_email"]
        for _number in range(times):
            self._send()
        self.assertIn("several applications", self._send().text)
        self.assertEqual(len(self._find()), times)

    def test_papers_are_for_staff_only(self):
        self._send([("licence.pdf", PDF)])
        document = self._find().document_ids
        self.authenticate(None, None)
        url = f"/web/content/membership.dealer.document/{document.id}/file"
        self.assertEqual(self.url_open(url).status_code, 404)
        self._login(self.other_user)
        self.assertEqual(self.url_open(url).status_code, 404)

    # === INVITATIONS === #
    def test_a_dealer_invites_a_sub_dealer(self):
        self._login(self.user)
        page = self.url_open("/my/dealer/subs?invite=1").text
        self.assertIn("/dealer/apply?invite=", page)
        self.authenticate(None, None)
        token = self.env["membership.dealer.application"]._make_invite(self.dealer)
        self.assertIn(
            "Lin Trading", self.url_open(f"/dealer/apply?invite={token}").text
        )
        self._send(invite=token)
        self.assertEqual(self._find().upline_id, self.dealer)

    def test_an_invitation_ends(self):
        Application = self.env["membership.dealer.application"]
        token = Application._make_invite(self.dealer)
        self.assertEqual(Application._read_invite(token), self.dealer)
        for forged in ("", "x", token[:-2] + "AA", None):
            self.assertFalse(Application._read_invite(forged))
        with patch("odoo.tools.misc.datetime") as clock:
            later = fields.Datetime.add(fields.Datetime.now(), days=15)
            clock.datetime.now.return_value = later
            self.assertFalse(Application._read_invite(token))
        self.dealer._change_state("suspend", "test")
        self.assertFalse(Application._read_invite(token))

    # === THE ANSWER === #
    def test_approval_makes_a_dealer_who_can_sign_in(self):
        application = self._create()
        self._approve(application)
        dealer = application.dealer_id
        self.assertEqual((dealer.state, dealer.level_id), ("approved", self.level))
        user = self.env["res.users"].search([("login", "=", "wang@example.com")])
        self.assertTrue(user._is_portal())
        self.assertEqual(user.partner_id.parent_id, dealer.partner_id)
        self.assertEqual(user.partner_id._get_dealer(self.company), dealer)

    def test_a_customer_who_applies_keeps_the_contact(self):
        application = self._create(partner_id=self.customer.partner_id.id)
        self._approve(application)
        self.assertEqual(application.dealer_id.partner_id, self.customer.partner_id)

    def test_the_chain_comes_before_the_manager(self):
        application = self._create()
        with self.assertRaisesRegex(UserError, "waits for the approval"):
            application.with_user(self.manager).action_approve()

    def test_nobody_forges_an_approval(self):
        """Any employee may write to reviews of other documents, but not to these."""
        application = self._create()
        stranger = new_test_user(self.env, "apply_stranger", "base.group_user")
        for user in (stranger, self.clerk, self.manager):
            for number, attack in enumerate(self._forge(application.with_user(user))):
                with (
                    self.subTest(user=user.login, attack=number),
                    self.assertRaises(UserError),
                ):
                    attack()
        self.assertEqual(application.review_ids.status, "pending")
        with self.assertRaisesRegex(UserError, "waits for the approval"):
            application.with_user(self.manager).action_approve()

    def _forge(self, application):
        """Ways past the buttons, as the user of ``application``."""
        review = application.sudo().review_ids.sudo(False)
        key = {"res_id": application.id, "status": "approved"}
        named = key | {"model": application._name}
        by_default = review.with_context(default_model=application._name)
        return (
            lambda: review.write({"status": "approved"}),
            lambda: review.write({"reviewer_ids": [(4, application.env.uid)]}),
            lambda: review.write({"model": "res.partner"}),
            lambda: review.unlink(),
            lambda: review.create(named),
            lambda: by_default.create(key),
            lambda: application.write({"review_ids": [(5,)]}),
            lambda: application.restart_validation(),
        )

    def test_the_window_for_comments_asks_whose_turn_it_is(self):
        application = self._create()
        stranger = new_test_user(self.env, "apply_stranger", "base.group_user")
        wizard = self.env["comment.wizard"].with_user(stranger)
        window = wizard.create(
            {
                "validate_reject": "validate",
                "res_model": application._name,
                "res_id": application.id,
                "comment": "ok",
            }
        )
        window.sudo().review_ids = application.review_ids
        with self.assertRaises(UserError):
            window.add_comment()
        application.with_user(stranger)._validate_tier(application.review_ids)
        self.assertEqual(application.review_ids.status, "pending")

    def test_a_reviewer_may_say_no(self):
        application = self._create()
        application.with_user(self.clerk).reject_tier()
        self.assertEqual(application.review_ids.status, "rejected")
        with self.assertRaisesRegex(UserError, "waits for the approval"):
            application.with_user(self.manager).action_approve()

    def test_a_refused_application_is_deleted_with_its_reviews(self):
        application = self._create()
        application._change_state("refuse", "No room")
        reviews = application.review_ids
        application.with_user(self.manager).unlink()
        self.assertFalse(reviews.exists())

    def test_only_a_manager_answers(self):
        application = self._create()
        for action in ("action_approve", "action_reopen"):
            with self.assertRaises(AccessError):
                getattr(application.with_user(self.clerk), action)()
        with self.assertRaises(AccessError):
            application.with_user(self.clerk).write({"state": "approved"})

    def test_managers_are_asked_where_nobody_else_is(self):
        group = self.env.ref("membership_dealer_pricing.group_dealer_user")
        group.user_ids = False
        application = self._create()
        self.assertIn(self.manager, application.review_ids.reviewer_ids)
        application.with_user(self.manager).action_approve()
        self.assertEqual(application.state, "approved")
        self.assertEqual(application.review_ids.done_by, self.manager)

    def test_who_is_asked_finds_the_application_and_its_buttons(self):
        application = self._create()
        mine = [("can_review", "=", True), ("id", "=", application.id)]
        Application = application.with_user(self.clerk)
        self.assertEqual(Application.search(mine), application)
        self.assertFalse(application.with_user(self.manager).search(mine))
        with Form(Application) as form:
            self.assertTrue(form.can_review)
            self.assertIn("Dealer Sales", form.next_review)
        arch = Application.get_view(view_type="form")["arch"]
        for name in ("validate_tier", "reject_tier"):
            self.assertIn(f'name="{name}"', arch)

    def test_terms_are_needed(self):
        application = self._create(level_id=False)
        application.with_user(self.clerk).validate_tier()
        with self.assertRaisesRegex(UserError, "Choose the level"):
            application.with_user(self.manager).action_approve()

    def test_refusing_needs_a_reason_and_can_be_looked_at_again(self):
        application = self._create()
        with self.assertRaisesRegex(UserError, "Say why"):
            application._change_state("refuse", " ")
        wizard = self.env["membership.dealer.refuse"].with_user(self.manager)
        wizard.create(
            {"application_id": application.id, "reason": "No room"}
        ).action_refuse()
        self.assertEqual(application.state, "refused")
        application.with_user(self.manager).action_reopen()
        self.assertEqual(application.state, "submitted")
        self._approve(application)
        with self.assertRaisesRegex(UserError, "answered already"):
            application._change_state("refuse", "Late")

    def test_a_reviewer_sees_who_it_may_be(self):
        self.dealer.partner_id.vat = "DE123456788"
        application = self._create(vat="DE123456788")
        self.assertIn(self.dealer.number, application.duplicates)
        self.assertIn("Wang Foods", self._create().duplicates)
