import re

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..const import ACTIVATION_TRIES
from .common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestIssue(ApplicationCommon):
    def _issue(self, **values):
        return self._bring_to("issued", **values)

    def test_applicant_becomes_a_member_with_a_card(self):
        application = self._issue(phone="138 0013 8001", email="li.na@example.com")
        member = application.member_id
        self.assertEqual(member.phone, "+8613800138001")
        self.assertEqual(member.partner_id.email, "li.na@example.com")
        self.assertEqual(member.card_ids, application.card_ids)
        self.assertEqual(member.card_ids.state, "active")
        self.assertEqual(member.outlet_id, self.outlet)
        self.assertEqual(member.application_count, 1)

    def test_who_waits_for_an_answer_is_not_wiped(self):
        member = self._create_member()
        application = self._apply(partner_id=member.partner_id.id)
        member._change_state("close")
        with self.assertRaisesRegex(UserError, "is open"):
            member._anonymise("asked for it")
        application._change_state("cancel")
        member._anonymise("asked for it")

    def test_anonymising_wipes_what_was_handed_in(self):
        application = self._issue(email="li.na@example.com")
        phone = application.phone_e164
        member = application.member_id
        self.assertTrue(application.document_ids.file)
        member._change_state("close")
        member._anonymise("asked for it")
        self.env.invalidate_all()
        self.assertEqual(application.state, "issued")
        self.assertEqual(application.contact_name, member.number)
        self.assertFalse(application.email)
        self.assertFalse(application.document_ids.file)
        self.assertNotIn(phone, str(application.read()))
        self.assertFalse(application.message_ids)

    def test_no_context_approves_an_application_or_ticks_its_checklist(self):
        forged = {
            "default_state": "approved",
            "default_decided_by_id": self.card_centre.id,
            "default_is_done": True,
        }
        Application = self.env["membership.application"].with_context(**forged)
        application = Application.with_user(self.till_user).create(
            {
                "contact_name": "Li Na",
                "phone": self._next_phone(),
                "type_id": self.card_type.id,
                "outlet_id": self.outlet.id,
            }
        )
        self.assertEqual(application.state, "draft")
        self.assertFalse(application.decided_by_id)
        self.assertFalse(any(application.check_ids.mapped("is_done")))

    def test_issuing_twice_makes_one_card(self):
        application = self._issue()
        with self.assertRaisesRegex(UserError, "not possible now"):
            application.action_issue()
        self.assertEqual(len(application.card_ids), 1)

    def test_printed_blank_card_is_taken(self):
        blank = self._create_blank("8000000700018")
        application = self._issue(card_number="8000000700018")
        self.assertEqual(application.card_ids, blank)
        self.assertEqual(blank.member_id, application.member_id)
        self.assertEqual(blank.state, "active")

    def test_a_mistyped_number_is_issued_when_somebody_has_read_it_twice(self):
        application = self._bring_to("approved", card_number="8000000000011")
        with (
            self.assertRaisesRegex(ValidationError, "check digit"),
            self.env.cr.savepoint(),
        ):
            application.action_issue()
        application.with_user(self.card_centre).is_number_read = True
        application.action_issue()
        self.assertEqual(application.card_ids.number, "8000000000011")

    def test_somebody_elses_number_is_refused(self):
        card = self._create_card()
        application = self._bring_to("approved", card_number=card.number)
        with self.assertRaisesRegex(ValidationError, "exists already"):
            application.action_issue()

    def _create_blank(self, number):
        return self.env["membership.card"].create(
            {
                "number": number,
                "type_id": self.card_type.id,
                "company_id": self.company.id,
            }
        )

    def test_member_gets_one_more_card(self):
        member = self._create_member()
        application = self._apply(phone=member.phone)
        application.action_submit()
        self._hand_in_papers(application)
        application.action_approve()
        with self.assertRaisesRegex(UserError, "use this member"):
            application.action_issue()
        application.sudo().member_id = member
        application.action_issue()
        self.assertEqual(len(member.card_ids), 2)

    def test_company_is_the_member_and_its_staff_the_holder(self):
        group_type = self.card_type.copy({"code": "GROUP", "kind": "group"})
        application = self._issue(
            type_id=group_type.id,
            company_name="Tea House Ltd.",
            licence_number="91310000MA1K",
            legal_representative="Zhao Lei",
        )
        partner = application.member_id.partner_id
        self.assertTrue(partner.is_company)
        self.assertEqual(partner.company_registry, "91310000MA1K")
        self.assertEqual(application.card_ids.holder_id.name, "Li Na")
        self.assertEqual(application.card_ids.holder_id.parent_id, partner)

    def test_post_needs_an_address_and_is_noted(self):
        application = self._bring_to("approved", delivery="post")
        with self.assertRaisesRegex(UserError, "address"):
            application.action_issue()
        application.delivery_address = "1 Nanjing Road, Shanghai"
        application.action_issue()
        application.parcel_reference = "SF123"
        application.action_hand_over()
        self.assertTrue(application.delivered_on)
        self.assertIn("SF123", application.message_ids[0].body)

    def test_card_starts_to_work_at_its_first_use(self):
        self.card_type.activation = "first_use"
        card = self._issue().card_ids
        self.assertEqual(card.state, "draft")
        card._check_usable("discount")
        self.assertEqual(card.state, "active")
        self.assertEqual(card.event_ids[0].reason, "First use")

    def test_card_waits_for_staff(self):
        self.card_type.activation = "staff"
        card = self._issue().card_ids
        with self.assertRaisesRegex(UserError, "activate it first"):
            card._check_usable("discount")
        card.with_user(self.card_centre).action_activate()
        card._check_usable("discount")

    def _issue_with_code(self):
        """(application, card, the code that was sent)"""
        self.card_type.activation = "code"
        application = self._issue(email="li.na@example.com")
        mail = self.env["mail.mail"].sudo().search([], limit=1)
        return application, application.card_ids, re.search(r"\d{6}", mail.body_html)[0]

    def test_code_activates_once_and_is_written_nowhere(self):
        application, card, code = self._issue_with_code()
        self.assertNotIn(code, card.sudo().activation_digest)
        self.assertNotIn(code, "".join(application.message_ids.mapped("body")))
        wizard = self._tell_code(card, code)
        self.assertEqual(wizard["type"], "ir.actions.act_window_close")
        self.assertEqual(card.state, "active")

    def _tell_code(self, card, code):
        Wizard = self.env["membership.card.activate"].with_user(self.till_user)
        return Wizard.create({"card_id": card.id, "code": code}).action_activate()

    def test_code_is_guessed_five_times_at_most(self):
        application, card, code = self._issue_with_code()
        wrong = "000000" if code != "000000" else "111111"
        for _try in range(ACTIVATION_TRIES):
            self.assertEqual(self._tell_code(card, wrong)["target"], "new")
        with self.assertRaisesRegex(UserError, "too often"):
            self._tell_code(card, code)
        self.assertEqual(card.state, "draft")
        application.action_send_code()
        with self.assertRaises(UserError):
            card.with_user(self.card_centre).write({"activation_tries": 0})
        self.assertTrue(card.sudo().activation_digest)
        self.assertFalse(card._activate_by_code(code))  # the old one is dead

    def test_without_mail_the_code_comes_by_sms(self):
        self.card_type.activation = "code"
        application = self._issue()
        sms = self.env["sms.sms"].search([], limit=1)
        self.assertEqual(sms.number, application.phone_e164)
        self.assertRegex(sms.body, r"\d{6} is the code")

    def test_who_has_left_or_is_frozen_since_gets_no_card(self):
        self.card_type.activation = "staff"
        for act in ("freeze", "close"):
            member = self._create_member()
            application = self._bring_to(
                "approved", member_id=member.id, phone=member.phone
            )
            member._change_state(act, "test")
            with self.assertRaises(UserError):
                application.action_issue()
            self.assertEqual(len(member.card_ids), 1)

    def test_a_birthday_of_the_future_is_refused_before_it_is_decided(self):
        with self.assertRaisesRegex(ValidationError, "check the year"):
            self._apply(birthdate_date="2099-01-01")

    def test_supplementary_cards_are_not_applied_for(self):
        with self.assertRaisesRegex(ValidationError, "Supplementary cards"):
            self._apply(type_id=self._create_type(kind="supplementary").id)
