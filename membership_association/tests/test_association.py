from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import AssociationCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-01")
class TestAssociation(AssociationCommon):
    """Member units, meetings, what absence leads to, and posts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["membership.association.rule"]
        cls.Rule.with_user(cls.manager).action_load_usual()

    def _hold(self, day, outcome, unit=None):
        unit = unit or self.unit
        meeting = (
            self.env["membership.association.meeting"]
            .with_user(self.staff)
            .create({"name": f"Meeting {day}", "date": day})
        )
        meeting.action_call()
        line = meeting.attendance_ids.filtered(lambda line: line.unit_id == unit)
        line.outcome = outcome
        meeting.action_hold()
        return meeting

    def _propose(self):
        self.Rule._cron_evaluate()
        return self.env["membership.association.proposal"].search(
            [("unit_id", "=", self.unit.id), ("state", "=", "proposed")]
        )

    def _confirm(self, proposals):
        proposals.with_user(self.manager).action_confirm()

    # === RULES === #
    def test_the_usual_rules_are_loaded_once(self):
        self.Rule.with_user(self.manager).action_load_usual()
        rules = self.Rule.search([("company_id", "=", self.company.id)])
        self.assertEqual(
            sorted((r.basis, r.limit, r.applies_to, r.consequence) for r in rules),
            [
                ("months", 6, "officers", "vacate"),
                ("months", 12, "all", "withdraw"),
                ("not_in_person", 6, "all", "suspend"),
                ("unattended", 3, "all", "suspend"),
            ],
        )

    def test_three_unattended_suspend_and_warn_once_confirmed(self):
        self._hold("2026-01-10", "in_person")
        for month in (2, 3):
            self._hold(f"2026-0{month}-10", "unattended")
        self.assertFalse(self._propose())
        self._hold("2026-04-10", "unattended")
        proposal = self._propose()
        self.assertEqual(proposal.consequence, "suspend")
        self.assertEqual(self.unit.state, "active")
        self.assertEqual(self._propose(), proposal)
        self._confirm(proposal)
        self.assertEqual((self.unit.state, self.unit.warning_count), ("suspended", 1))
        self.assertFalse(self._propose())

    def test_a_deputy_ends_the_row_and_an_excuse_does_not_count(self):
        for day, outcome in (
            ("2026-01-10", "unattended"),
            ("2026-02-10", "unattended"),
            ("2026-03-10", "excused"),
            ("2026-04-10", "deputy"),
            ("2026-05-10", "unattended"),
        ):
            self._hold(day, outcome)
        self.assertFalse(self._propose())

    def test_six_not_in_person_suspend(self):
        for month in range(1, 6):
            self._hold(f"2026-0{month}-10", "deputy")
        self.assertFalse(self._propose())
        self._hold("2026-05-20", "excused")
        self.assertEqual(self._propose().consequence, "suspend")

    def test_a_year_without_attending_withdraws_and_ends_posts(self):
        self._hold("2025-05-01", "in_person")
        term = self._create_term()
        self._hold("2026-05-20", "excused")
        proposals = self._propose()
        self.assertEqual(set(proposals.mapped("consequence")), {"withdraw", "vacate"})
        self._confirm(proposals.filtered(lambda p: p.consequence == "withdraw"))
        self.assertEqual(self.unit.state, "withdrawn")
        self.assertTrue(term.date_to and self.unit.ended_on)

    def test_officers_lose_their_post_after_half_a_year(self):
        self._hold("2025-11-30", "in_person")
        self._hold("2026-05-20", "excused")
        self.assertFalse(self._propose())
        term = self._create_term()
        proposal = self._propose()
        self.assertEqual(proposal.consequence, "vacate")
        self._confirm(proposal)
        self.assertEqual(self.unit.state, "active")
        self.assertTrue(term.end_reason)
        self.env.invalidate_all()
        with freeze_time("2026-06-02"):
            self.assertEqual(term.post_id.vacancies, 1)

    def test_what_was_declined_comes_back_with_the_next_absence_only(self):
        for month in (2, 3, 4):
            self._hold(f"2026-0{month}-10", "unattended")
        self._propose().with_user(self.manager).action_decline()
        self.assertFalse(self._propose())
        self._hold("2026-05-10", "unattended")
        self.assertTrue(self._propose())

    def test_only_managers_decide(self):
        for month in (2, 3, 4):
            self._hold(f"2026-0{month}-10", "unattended")
        with self.assertRaises(AccessError):
            self._propose().with_user(self.staff).action_confirm()
        with self.assertRaises(UserError):
            self.unit.with_user(self.staff).state = "suspended"

    def test_meetings_to_come_and_meetings_not_held_do_not_count(self):
        Meeting = self.env["membership.association.meeting"].with_user(self.staff)
        meeting = Meeting.create({"name": "Later", "date": "2026-12-01"})
        with self.assertRaisesRegex(UserError, "Call"):
            meeting.action_hold()
        meeting.action_call()
        with self.assertRaisesRegex(UserError, "to come"):
            meeting.action_hold()
        self.assertEqual(self.unit.missed_count, 0)

    def test_attendance_of_a_meeting_that_was_held_is_opened_to_be_corrected(self):
        meeting = self._hold("2026-05-10", "unattended")
        with self.assertRaisesRegex(UserError, "open it again"):
            meeting.attendance_ids[0].outcome = "excused"
        with self.assertRaisesRegex(UserError, "stays on its day"):
            meeting.date = "2025-05-10"
        late = {"meeting_id": meeting.id, "unit_id": self._create_unit("Late").id}
        with self.assertRaisesRegex(UserError, "open it again"):
            self.env["membership.association.attendance"].with_user(self.staff).create(
                {**late, "outcome": "in_person"}
            )
        meeting.action_reopen()
        meeting.attendance_ids[0].outcome = "excused"

    # === POSTS === #
    def _create_term(self, unit=None, **values):
        post = values.pop("post", None) or self.env[
            "membership.association.post"
        ].create({"name": "President"})
        unit = unit or self.unit
        return self.env["membership.association.term"].create(
            {
                "post_id": post.id,
                "unit_id": unit.id,
                "date_from": "2026-01-01",
                **values,
            }
        )

    def test_a_successor_ends_the_term_before_his(self):
        term = self._create_term()
        self.assertEqual(term.post_id.vacancies, 0)
        self.assertEqual(self.unit.current_post, "President")
        other = self._create_unit("Blue Lake")
        with (
            self.assertRaisesRegex(ValidationError, "no free seat"),
            self.env.cr.savepoint(),
        ):
            self._create_term(other, post=term.post_id, date_from="2026-06-01")
        new = self._create_term(
            other,
            post=term.post_id,
            date_from="2026-06-01",
            predecessor_id=term.id,
        )
        self.assertEqual(str(term.date_to), "2026-05-31")
        self.assertEqual(term.successor_ids, new)
        self.assertEqual(term.post_id.holder_names, "Head of Blue Lake")

    # === FILE, LIST === #
    def test_the_file_stays_when_the_unit_leaves(self):
        self._hold("2026-05-10", "in_person")
        self.unit.action_leave()
        self.assertEqual(str(self.unit.ended_on), "2026-06-01")
        with self.assertRaisesRegex(UserError, "stays on file"):
            self.unit.unlink()
        self.assertTrue(self.unit.attendance_ids)

    def test_what_was_written_about_a_unit_stays_with_its_file(self):
        Conduct = self.env["membership.association.conduct"]
        vals = {"unit_id": self.unit.id, "kind": "reprimand", "text": "Late dues"}
        record = Conduct.with_user(self.manager).create(vals)
        with self.assertRaisesRegex(UserError, "stays on file"):
            self.unit.unlink()
        theirs = record.with_user(self.staff)
        with self.assertRaisesRegex(AccessError, "wrote this"):
            theirs.text = "Nothing happened"
        with self.assertRaisesRegex(AccessError, "wrote this"):
            theirs.unlink()
        mine = Conduct.with_user(self.staff).create(vals)
        mine.text = "Late dues, twice"
        mine.with_user(self.manager).unlink()

    def test_taking_the_contact_list_along_is_noted(self):
        report = self.env["report.membership_association.contacts_xlsx"]
        report = report.with_context(active_model=self.unit._name)
        report.with_user(self.staff).create_xlsx_report(self.unit.ids, {})
        log = self.env["membership.access.log"].search([("kind", "=", "export")])
        self.assertIn("representative_phone", log[0].detail)
        self.assertEqual((log[0].user_id, log[0].member_count), (self.staff, 1))

    def test_who_represents_a_unit_is_not_wiped(self):
        member = self.env["membership.member"].create(
            {
                "partner_id": self.unit.representative_id.id,
                "company_id": self.company.id,
                "state": "closed",
            }
        )
        with self.assertRaisesRegex(UserError, "represents"):
            member._anonymise("asked for it")
        self.unit.representative_id = False
        member._anonymise("asked for it")

    def test_the_contact_list_never_computes(self):
        self.unit.representative_id.name = "=1+1"
        report = self.env["report.membership_association.contacts_xlsx"]
        options = report.get_workbook_options()
        self.assertFalse(options["strings_to_formulas"])
        rows = report._get_row(self.unit)
        self.assertIn("=1+1", rows)
        self.assertEqual(len(rows), len(report._get_headings()))
