from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import PNG, ApplicationCommon


@tagged("post_install", "-at_install")
class TestCharter(ApplicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card_type.requirement_ids.unlink()
        cls.card_type.needs_charter = True
        cls.old = cls._create_charter("1", "2026-01-01")
        cls.new = cls._create_charter("2", "2026-06-01")

    @classmethod
    def _create_charter(cls, version, valid_from):
        return cls.env["membership.charter"].create(
            {
                "name": "Charter",
                "version": version,
                "valid_from": valid_from,
                "text": f"<p>Rules {version}</p>",
                "company_id": cls.company.id,
            }
        )

    def test_latest_valid_version_is_current(self):
        Charter = self.env["membership.charter"]
        for day, expected in (
            ("2025-12-31", Charter),
            ("2026-05-31", self.old),
            ("2026-06-01", self.new),
        ):
            with freeze_time(day):
                self.assertEqual(Charter._get_current(self.company), expected)

    def test_acceptance_keeps_version_and_time(self):
        with freeze_time("2026-07-01 10:00:00"):
            application = self._apply(charter_id=self.new.id)
        self.assertEqual(
            application.charter_accepted_on,
            fields.Datetime.to_datetime("2026-07-01 10:00:00"),
        )
        application.action_submit()
        application.action_approve()
        application.action_issue()
        member = application.member_id
        self.assertEqual(member.charter_id, self.new)
        self.assertEqual(member.charter_accepted_on, application.charter_accepted_on)

    def test_no_card_without_acceptance(self):
        application = self._bring_to("submitted")
        with self.assertRaisesRegex(UserError, "acceptance of the charter"):
            application.action_approve()

    def test_accepted_text_stays(self):
        self._apply(charter_id=self.new.id)
        for vals in ({"text": "<p>Other</p>"}, {"version": "3"}):
            with self.assertRaisesRegex(UserError, "new version"):
                self.new.write(vals)
        with self.assertRaisesRegex(UserError, "new version"):
            self.new.unlink()
        self.old.text = "<p>Nobody saw it</p>"

    def test_enrolling_at_a_till_accepts_the_current_version(self):
        with freeze_time("2026-07-01"):
            member = self._create_member(accepts_charter=True)
        self.assertEqual(member.charter_id, self.new)
        self.assertEqual(self.new.acceptance_count, 1)
        self.assertFalse(self._create_member().charter_id)

    def test_signature_is_a_picture_with_a_time(self):
        self.card_type.needs_signature = True
        application = self._bring_to("submitted", charter_id=self.new.id)
        with self.assertRaisesRegex(UserError, "missing: signature"):
            application.action_approve()
        svg = b"PHN2ZyBvbmxvYWQ9J2FsZXJ0KDEpJy8+"  # <svg onload='alert(1)'/>
        with self.assertRaisesRegex(ValidationError, "cannot be read"):
            application.signature = svg
        application.signature = PNG
        self.assertTrue(application.signed_on)
        application.action_approve()

    def test_paper_may_be_signed_instead(self):
        self.card_type.needs_signature = True
        application = self._bring_to("submitted", charter_id=self.new.id)
        application.is_signed_on_paper = True
        application.action_approve()
        self.assertEqual(application.state, "approved")

    @freeze_time("2026-03-01")
    def test_nobody_accepts_what_is_not_in_force_yet(self):
        with self.assertRaisesRegex(ValidationError, "not in force yet"):
            self._apply(charter_id=self.new.id)

    def test_who_applies_again_accepts_the_charter_of_today(self):
        with freeze_time("2026-03-01"):
            application = self._apply(charter_id=self.old.id)
            application.action_submit()
            application._change_state("refuse", "test")
            application.action_reopen()
            self.assertEqual(application.charter_id, self.old)
            application.action_submit()
            application._change_state("refuse", "test")
        with freeze_time("2026-07-01"):
            application.action_reopen()
        self.assertFalse(application.charter_id or application.charter_accepted_on)
