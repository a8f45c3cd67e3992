from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CardAlone, CardCommon


@tagged("post_install", "-at_install")
class TestCardTypes(CardAlone, CardCommon):
    """Kinds, number patterns, and who may hold what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.principal = cls._create_member(name="Wang Fang")
        cls.manager = cls._create_user("manager")

    # --- Number patterns ---
    def test_two_types_that_could_make_one_number_are_refused(self):
        for prefix, length in (("8", 13), ("88", 13), ("", 13)):
            with (
                self.subTest(prefix=prefix),
                self.assertRaisesRegex(ValidationError, "same number"),
                self.env.cr.savepoint(),
            ):
                self._create_type(prefix=prefix, length=length)

    def test_archived_types_keep_their_numbers(self):
        other = self._create_type(prefix="77", length=10)
        other.active = False
        with self.assertRaisesRegex(ValidationError, "same number"):
            self._create_type(prefix="77", length=10)

    def test_types_of_another_length_or_prefix_are_accepted_and_never_meet(self):
        types = self.card_type
        types |= self._create_type(prefix="8", length=12)
        types |= self._create_type(prefix="9", length=13)
        types |= self._create_type() | self._create_type()
        types |= self.card_type.copy()
        numbers = [n for card_type in types for n in card_type._next_numbers(50)]
        self.assertEqual(len(set(numbers)), 50 * len(types))

    def test_ean_picture_needs_ean_numbers(self):
        luhn = self._create_type(check_digit="luhn")
        self.assertEqual(luhn.symbology, "code128")
        self.assertEqual(self.card_type.symbology, "ean13")
        with self.assertRaisesRegex(ValidationError, "EAN-13"):
            luhn.symbology = "ean13"

    # --- Kinds ---
    def test_kind_of_a_type_in_use_stays(self):
        used = self._create_type()
        self._create_card(self.principal, type_id=used.id)
        with self.assertRaisesRegex(ValidationError, "kind stays"):
            used.kind = "supplementary"

    def test_only_personal_types_are_offered_to_new_members(self):
        self.card_type.is_default = False
        with self.assertRaisesRegex(ValidationError, "default"):
            self._create_type(kind="group", is_default=True)
        self._create_type(kind="supplementary", name="A")
        self.assertEqual(
            self.env["membership.card.type"]._get_default(self.company), self.card_type
        )

    def test_supplementary_card_needs_a_holder_and_a_principal_card(self):
        card_type = self._create_type(kind="supplementary")
        with self.assertRaisesRegex(UserError, "who will carry"):
            self._create_card(self.principal, type_id=card_type.id)
        with self.assertRaisesRegex(UserError, "somebody else"):
            self._create_card(
                self.principal,
                type_id=card_type.id,
                holder_id=self.principal.partner_id.id,
            )
        self.principal.card_ids._change_state("cancel", "test")
        with self.assertRaisesRegex(UserError, "no card of his own"):
            self._create_held_card(self.principal, card_type)

    def test_supplementary_card_goes_on_when_the_principal_card_is_lost(self):
        card = self._create_held_card(self.principal)
        self.principal.card_ids[-1:]._change_state("report_loss")
        card._check_usable("wallet")

    def test_principal_stops_a_supplementary_card_but_not_his_own(self):
        card = self._create_held_card(self.principal)
        card._stop("His daughter moved out", self.outlet)
        self.assertEqual(card.state, "frozen")
        event = card.event_ids.sorted("id")[-1]
        self.assertEqual(event.reason, "His daughter moved out")
        own = self.principal.card_ids - card
        with self.assertRaisesRegex(UserError, "member's own"):
            own._stop("no")

    def test_accounts_are_shared_while_others_carry_cards(self):
        points = self.env.ref("membership_ledger.unit_points")
        account = self.principal._get_account(points)
        self.assertFalse(account.is_shared)
        card = self._create_held_card(self.principal)
        self.assertTrue(account.is_shared)
        uses = self.env["membership.unit"].create(
            {"name": "Tea", "code": "tea", "kind": "uses"}
        )
        self.assertTrue(self.principal._get_account(uses).is_shared)
        card._change_state("cancel", "left")
        self.assertFalse(account.is_shared)

    def test_group_card_is_for_the_staff_of_a_company(self):
        card_type = self._create_type(kind="group")
        with self.assertRaisesRegex(UserError, "no company"):
            self._create_held_card(self.principal, card_type)

    # --- Special cards ---
    def test_special_card_works_only_approved_and_switched_on(self):
        special = self._create_type(kind="special")
        with self.assertRaisesRegex(UserError, "special"):
            self._create_card(self.principal, type_id=special.id)
        admin = self._create_user("manager", login="special_admin")
        admin.group_ids += self.env.ref("base.group_system")
        with self.assertRaisesRegex(UserError, "not approved"):
            special.with_user(admin).action_switch_on()
        special.with_user(self.manager).action_approve()
        self.assertEqual(special.approved_by_id, self.manager)
        with self.assertRaises(AccessError):
            special.with_user(self.manager).action_switch_on()
        special.with_user(admin).action_switch_on()
        card = self._create_card(self.principal, type_id=special.id)
        card._check_usable("wallet")
        special.with_user(self.manager).action_switch_off()
        with self.assertRaisesRegex(UserError, "switched on"):
            card._check_usable("wallet")

    def test_approval_is_not_editable_over_rpc(self):
        special = self._create_type(kind="special").with_user(self.manager)
        for name in ("is_approved", "is_enabled"):
            with self.subTest(name=name), self.assertRaises(UserError):
                special.write({name: True})
            with self.subTest(create=name), self.assertRaises(UserError):
                self._create_type(user=self.manager, kind="special", **{name: True})

    # --- Holder policy ---
    def test_dealer_may_not_hold_an_ordinary_card(self):
        Partner = type(self.env["res.partner"])
        self.patch(Partner, "_is_dealer", lambda partner: partner.name == "Dealer Li")
        with self.assertRaisesRegex(UserError, "is a dealer"):
            self._create_member(name="Dealer Li")
        self.card_type.allow_dealers = True
        self._create_member(name="Dealer Li")

    def test_company_only_and_person_only(self):
        companies = self._create_type(holder_policy="company")
        with self.assertRaisesRegex(UserError, "companies only"):
            self._create_card(self.principal, type_id=companies.id)

    def test_one_per_person_counts_what_is_still_in_use(self):
        single = self._create_type(one_per_person=True)
        first = self._create_card(self.principal, type_id=single.id)
        with self.assertRaisesRegex(UserError, first.number):
            self._create_card(self.principal, type_id=single.id)
        new = first._change_state("replace", "worn out")
        self.assertEqual(new.state, "active")
        new._change_state("cancel", "test")
        self._create_card(self.principal, type_id=single.id)

    @freeze_time("2026-06-01 04:00:00")
    def test_age_is_counted_on_the_day_of_issue(self):
        young = self._create_type(age_min=14, age_max=25)
        holder = self.principal.partner_id
        for birthday, sentence in (
            (False, "birthday"),
            (date(2012, 6, 2), "from 14"),
            (date(2000, 5, 31), "up to 25"),
        ):
            holder.birthdate_date = birthday
            with (
                self.subTest(birthday=birthday),
                self.assertRaisesRegex(UserError, sentence),
            ):
                self._create_card(self.principal, type_id=young.id)
        for birthday in (date(2012, 6, 1), date(2000, 6, 2)):
            holder.birthdate_date = birthday
            self._create_card(self.principal, type_id=young.id)

    def test_card_starts_with_the_limits_of_its_type_and_hands_them_on(self):
        card_type = self._create_type(
            kind="supplementary", limit_payment=50, limit_day=100
        )
        card = self._create_held_card(self.principal, card_type)
        self.assertEqual((card.limit_payment, card.limit_day), (50, 100))
        card._change_data({"limit_day": 80})
        new = card._change_state("replace", "worn out")
        self.assertEqual((new.limit_payment, new.limit_day), (50, 80))
        self.assertEqual(new.holder_id, card.holder_id)

    # --- Finding ---
    def test_phone_of_the_holder_finds_the_card(self):
        card = self._create_held_card(self.principal, phone="+8613900000001")
        Member = self.env["membership.member"]
        self.assertEqual(Member._find("139 0000 0001", self.company), self.principal)
        members, found = Member._identify("139 0000 0001", self.company)
        self.assertEqual((members, found), (self.principal, card))
        card._change_state("report_loss")
        with self.assertRaisesRegex(UserError, "reported lost"):
            Member._identify("139 0000 0001", self.company)

    def test_holder_who_is_a_member_himself_is_found_as_both(self):
        daughter = self._create_member(phone="+8613900000002")
        self._create_held_card(self.principal, holder_id=daughter.partner_id.id)
        found = self.env["membership.member"]._find("13900000002", self.company)
        self.assertEqual(found, daughter | self.principal)

    def test_a_number_that_was_entered_is_not_of_another_type(self):
        one, other = self._create_type(), self._create_type()
        member = self._create_member()
        theirs = other._next_numbers(1)[0]
        with self.assertRaisesRegex(ValidationError, f"of type {other.name}"):
            self._create_card(member, type_id=one.id, number=theirs)
        mine = one._next_numbers(1)[0]
        self.assertTrue(self._create_card(member, type_id=one.id, number=mine))
        self.assertTrue(self._create_card(member, type_id=one.id, number="OLD-17"))

    def test_a_company_carries_no_card(self):
        company = self.env["res.partner"].create({"name": "Tea", "is_company": True})
        with self.assertRaisesRegex(UserError, "carried by a person"):
            self._create_held_card(self._create_member(), holder_id=company.id)
