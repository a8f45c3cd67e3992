from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..const import ACTION_GROUPS, APPLICATION_GRAPH
from .common import ApplicationCommon

STATES = ("draft", "submitted", "review", "approved", "issued", "refused", "cancelled")


@tagged("post_install", "-at_install")
class TestApplication(ApplicationCommon):
    def test_every_step_in_every_state_by_every_role(self):
        """The graph decides what is possible, the group who may: nothing else does."""
        users = {
            "till": self.till_user,
            "card_centre": self.card_centre,
            "auditor": self._create_user("auditor"),
            "internal": self._create_user(),
        }
        for state in STATES:
            for role, user in users.items():
                for action, (sources, target) in APPLICATION_GRAPH.items():
                    with self.subTest(state=state, role=role, action=action):
                        self._check_step(state, user, action, state in sources, target)

    def _check_step(self, state, user, action, is_possible, target):
        application = self._bring_to(state)
        if action == "approve" and is_possible:
            self._hand_in_papers(application)
        application = application.with_user(user)
        is_allowed = user.has_group(ACTION_GROUPS[action])
        # Who serves at a till sees his own applications only.
        is_allowed &= user != self.till_user
        if not is_allowed:
            with self.assertRaises(AccessError):
                self._step(application, action)
            return
        if not is_possible:
            with self.assertRaises(UserError):
                self._step(application, action)
            return
        self._step(application, action)
        self.assertEqual(application.state, target)

    def _step(self, application, action):
        if action != "refuse":
            return getattr(application, f"action_{action}")()
        application.action_refuse()
        return (
            self.env["membership.application.refuse"]
            .with_user(application.env.user)
            .create({"application_id": application.id, "reason": "Not readable"})
            .action_refuse()
        )

    def test_state_is_not_edited(self):
        """Not by its keeper, nor hidden in what is created."""
        application = self._apply(state="approved", decided_by_id=self.env.uid)
        self.assertEqual(
            (application.state, len(application.decided_by_id)), ("draft", 0)
        )
        with self.assertRaisesRegex(UserError, "by its buttons"):
            application.state = "approved"
        with self.assertRaisesRegex(UserError, "by its buttons"):
            application.with_context(**{"membership.application.gate": True}).write(
                {"state": "approved"}
            )

    def test_till_hands_in_and_sees_its_own(self):
        """A store hands in; what others handed in is none of its business."""
        mine = self._apply(self.till_user)
        other = self._apply()
        mine.action_submit()
        seen = self.env["membership.application"].with_user(self.till_user).search([])
        self.assertEqual(seen, mine)
        with self.assertRaises(AccessError):
            other.with_user(self.till_user).read(["phone"])
        with self.assertRaisesRegex(UserError, "with the card centre"):
            mine.phone = "+8613800000000"
        with self.assertRaises(AccessError):
            mine.action_approve()

    def test_nothing_is_approved_before_the_list_is_ticked(self):
        application = self._bring_to("review")
        with self.assertRaisesRegex(UserError, "missing: Identity card"):
            application.action_approve()
        line = application.check_ids[0]
        with self.assertRaisesRegex(UserError, "no document"):
            line.is_done = True
        self._hand_in_papers(application)
        application.check_ids[1].is_done = False  # not required
        application.action_approve()
        self.assertEqual(application.state, "approved")
        self.assertEqual(line.done_by_id, self.card_centre)
        with self.assertRaisesRegex(UserError, "is decided"):
            line.is_done = False

    def test_ticks_are_signed_by_who_made_them(self):
        application = self._apply()
        other = self._create_user("card_centre")
        line = application.check_ids[1]
        line.write({"is_done": True, "done_by_id": other.id})
        self.assertEqual(line.done_by_id, self.card_centre)
        made = line.create(
            {"application_id": application.id, "name": "x", "is_done": True}
        )
        self.assertFalse(made.is_done)
        with self.assertRaises(AccessError):
            self._apply(self.till_user).check_ids[0].with_user(
                self.till_user
            ).is_done = True

    def test_what_was_decided_stays(self):
        application = self._bring_to("approved")
        with self.assertRaisesRegex(UserError, "is decided"):
            application.contact_name = "Somebody Else"
        application.delivery_address = "1 Nanjing Road"  # how it gets there may change
        self._bring_to("cancelled").action_reopen()
        with self.assertRaisesRegex(UserError, "stays on file"):
            application.unlink()

    def test_second_person_approves_if_the_company_wants_so(self):
        self.company.membership_application_four_eyes = True
        application = self._bring_to("review")
        self._hand_in_papers(application)
        with self.assertRaisesRegex(UserError, "somebody else"):
            application.action_approve()
        application.with_user(self._create_user("card_centre")).action_approve()
        self.assertEqual(application.state, "approved")

    def test_refusal_says_why_and_tells_the_applicant(self):
        application = self._bring_to("submitted", email="li.na@example.com")
        with self.assertRaisesRegex(UserError, "reason is needed"):
            application._change_state("refuse", " ")
        self._step(application, "refuse")
        self.assertEqual(application.refusal_reason, "Not readable")
        mail = self.env["mail.mail"].sudo().search([], limit=1)
        self.assertEqual(mail.email_to, "li.na@example.com")
        self.assertIn("Not readable", mail.body_html)
        application.action_reopen()
        self.assertFalse(application.refusal_reason)

    def test_member_with_the_phone_is_named(self):
        member = self._create_member(name="Wang Fang")
        application = self._apply(phone=member.phone)
        twin = self._apply(phone=member.phone)
        self.assertEqual(application.duplicate_member_id, member)
        self.assertEqual(application.duplicate_count, 1)
        self.assertEqual(
            application.search(application.action_view_duplicates()["domain"]),
            application | twin,
        )
        application.action_use_member()
        self.assertEqual(application.member_id, member)
        self.assertFalse(application.duplicate_member_id)

    def test_impossible_phone_is_refused_in_a_sentence(self):
        application = self._apply(phone="12")
        with self.assertRaisesRegex(UserError, "12 is no possible phone"):
            application.action_submit()

    def test_company_says_who_it_is(self):
        application = self._apply(kind="company", company_name="Tea House Ltd.")
        with self.assertRaisesRegex(UserError, "Licence Number, Legal Representative"):
            application.action_submit()
        group_type = self.card_type.copy({"code": "GROUP", "kind": "group"})
        with self.assertRaisesRegex(ValidationError, "apply as a company"):
            self._apply(kind="person", type_id=group_type.id)

    def test_form_fills_in_ten_seconds(self):
        Application = self.env["membership.application"].with_user(self.card_centre)
        with Form(Application) as form:
            form.contact_name = "Li Na"
            form.phone = "138 0013 8000"
        application = form.save()
        self.assertEqual(application.phone_e164, "+8613800138000")
        self.assertEqual(
            application.check_ids.mapped("name"), ["Identity card", "Photo"]
        )
        self.assertRegex(application.name, r"^A\d{7}$")

    def test_checklist_follows_the_card_type(self):
        other = self.card_type.copy({"code": "OTHER", "name": "Other"})
        other.requirement_ids = [(5,), (0, 0, {"name": "Licence"})]
        application = self._apply()
        application.type_id = other
        self.assertEqual(application.check_ids.mapped("name"), ["Licence"])

    def test_a_store_sees_its_own_applications_only(self):
        application = self._apply()
        store = self._create_outlet(name="Pudong")
        keeper = self._create_user("card_centre", membership_outlet_id=store.id)
        with self.assertRaises(AccessError):
            application.with_user(keeper).read(["phone"])
        mine = self._apply(keeper, outlet_id=store.id)
        mine.action_submit()
        self.assertEqual(mine.state, "submitted")
        elsewhere = self._apply(keeper, outlet_id=store.id)
        elsewhere.sudo().outlet_id = self.outlet
        with self.assertRaises(AccessError):
            elsewhere.action_submit()

    def test_other_companies_see_nothing(self):
        application = self._apply()
        stranger = new_test_user(
            self.env,
            "stranger_applications",
            "base.group_user,membership_ledger.group_card_centre",
            company_id=self.env.ref("base.main_company").id,
            company_ids=[(6, 0, self.env.ref("base.main_company").ids)],
        )
        with self.assertRaises(AccessError):
            application.with_user(stranger).read(["name"])
