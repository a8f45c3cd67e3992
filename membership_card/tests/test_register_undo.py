from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_register_import import TestRegisterImport as RegisterCase

DAY = "2026-11-22 10:00:00"


@tagged("post_install", "-at_install")
@freeze_time(DAY)
class TestRegisterUndo(RegisterCase):
    """An import goes back as long as nobody used what it made."""

    # The cases of the import itself are not run again here.
    for _name in [name for name in dir(RegisterCase) if name.startswith("test_")]:
        locals()[_name] = None
    del _name

    def _import_two(self, **values):
        return self._import(
            ("1001", "A", "13912345678", "金", 100, 20, 5),
            ("1002", "B", "13912345679"),
            **values,
        )

    def _undo(self, record):
        action = record.action_undo()
        undo = self.env[action["res_model"]].with_user(self.manager)
        undo.browse(action["res_id"]).action_confirm()

    def _get_members(self, record):
        return self.env["membership.member"].search([("import_id", "=", record.id)])

    def _purchase(self, member):
        self.env["membership.purchase"]._record(
            [
                {
                    "member_id": member.id,
                    "company_id": self.company.id,
                    "outlet_id": self.outlet.id,
                    "date": DAY,
                    "amount_total": 10,
                    "amount_untaxed": 10,
                    "currency_id": self.company.currency_id.id,
                    "origin_key": f"test:{member.id}",
                }
            ]
        )

    # === WHAT GOES === #
    def test_members_cards_balances_and_contacts_go(self):
        record = self._import_two()
        members = self._get_members(record)
        self._undo(record)
        self.assertEqual((record.state, record.undone_count), ("undone", 2))
        self.assertFalse(record.kept_ids)
        self.assertEqual(set(members.mapped("state")), {"closed"})
        self.assertEqual(set(members.card_ids.mapped("state")), {"cancelled"})
        self.assertEqual(set(members.account_ids.mapped("balance")), {0})
        self.assertEqual(set(members.account_ids.mapped("state")), {"closed"})
        self.assertFalse(any(members.partner_id.mapped("active")))
        entries = members.account_ids.entry_ids.filtered("reversed_entry_id")
        self.assertEqual(len(entries), 3)
        self.assertEqual(set(entries.mapped("origin_id")), {record.id})

    def test_corrected_register_comes_in_afterwards(self):
        self._undo(self._import_two())
        again = self._import(
            ("1001", "A", "13912345678", "金", 90, 20, 5),
            ("1002", "B", "13912345679"),
        )
        self.assertEqual((again.new_count, again.refused_count), (2, 0))
        self.assertTrue(all(again.total_ids.mapped("is_equal")))
        member = self._get_member("1001")
        self.assertEqual(member._get_account(self.money).balance, 110)
        self.assertEqual(member.state, "active")
        self._undo(again)
        self.assertEqual(self._import_two().new_count, 2)

    def test_contact_that_was_there_before_stays(self):
        known = self.env["res.partner"].create(
            {
                "name": "A",
                "phone": "+86 139 1234 5678",
                "country_id": self.env.ref("base.cn").id,
            }
        )
        record = self._import_two()
        self.assertIn(known, self._get_members(record).partner_id)
        self._undo(record)
        self.assertTrue(known.active)

    def test_member_known_before_loses_only_what_the_import_brought(self):
        member = self._create_member(
            name="A", phone="+8613912345678", card_number="1001"
        )
        record = self._import_two()
        friend = self._get_member("1002")
        self.assertEqual(record.known_count, 1)
        account = member._get_account(self.money)
        self.assertEqual(account.balance, 120)
        self._undo(record)
        self.assertEqual((member.state, member.card_ids.state), ("active", "active"))
        self.assertEqual((account.balance, account.state), (0, "open"))
        self.assertEqual(friend.state, "closed")
        # The same register again: what was taken back comes in once more.
        again = self._import_two()
        self.assertEqual(account.balance, 120)
        self.assertTrue(all(again.total_ids.mapped("is_equal")))
        self._import_two()
        self.assertEqual(account.balance, 120)

    def test_referrer_of_a_member_known_before_is_forgotten(self):
        member = self._create_member(
            name="A", phone="+8613912345678", card_number="1001"
        )
        record = self._import(
            ("1001", "A", "13912345678", None, 0, 0, 0, None, "13912345679"),
            ("1002", "B", "13912345679"),
        )
        self.assertTrue(member.referrer_id)
        self._undo(record)
        self.assertFalse(member.referrer_id)

    # === WHAT STAYS === #
    def test_member_who_did_something_stays_and_says_what(self):
        record = self._import_two()
        self._purchase(self._get_member("1001"))
        self._undo(record)
        self.assertEqual((record.state, record.undone_count), ("undone", 1))
        self.assertEqual(record.kept_ids.member_id, self._get_member("1001"))
        self.assertIn("Purchase", record.kept_ids.explanation)
        self.assertEqual(self._get_member("1001")._get_account(self.money).balance, 120)
        self.assertFalse(self._get_member("1002"))

    def test_each_kind_of_use_keeps_a_member(self):
        def spend(member):
            account = member._get_account(self.money)
            account._post(-1, "spend", "test", reason="Test")

        cases = {
            "Entry": spend,
            "Event": lambda member: member.card_ids._change_state("freeze", "Test"),
            "Another card": lambda member: member._issue_card(
                self.card_type, self.outlet
            ),
            "Hold": lambda member: member._get_account(self.money)._hold(
                1, "test", origin=member
            ),
            "Member": lambda member: self._create_member(referrer_id=member.id),
        }
        for number, (what, use) in enumerate(cases.items()):
            with self.subTest(what=what):
                record = self._import((f"200{number}", "A", None, None, 100))
                use(self._get_member(f"200{number}"))
                self._undo(record)
                self.assertIn(what, record.kept_ids.explanation or "")
                self.assertTrue(self._get_member(f"200{number}"))

    def test_balance_of_a_member_known_before_that_moved_stays(self):
        member = self._create_member(
            name="A", phone="+8613912345678", card_number="1001"
        )
        record = self._import_two()
        account = member._get_account(self.money)
        account._post(-1, "spend", "test", reason="Test")
        self._undo(record)
        self.assertEqual(account.balance, 119)
        self.assertEqual(record.kept_ids.member_id, member)
        self.assertEqual(member._get_account(self.points).balance, 0)

    def test_one_that_refuses_does_not_keep_the_others(self):
        record = self._import_two()
        member = self._get_member("1001")
        check = type(member)._check_can_close

        sentence = "Not this one."

        def refuse(members):
            if member in members:
                raise UserError(sentence)
            return check(members)

        with patch.object(type(member), "_check_can_close", refuse):
            self._undo(record)
        self.assertEqual(record.kept_ids.explanation, sentence)
        self.assertEqual(member._get_account(self.money).balance, 120)
        self.assertFalse(self._get_member("1002"))
        self._undo(record)
        self.assertFalse(record.kept_ids)
        self.assertEqual((record.undone_count, member.state), (2, "closed"))

    def test_who_refuses_is_found_among_many(self):
        record = self._import(*((f"60{n:02}", "A", None, None, 10) for n in range(9)))
        stubborn = self._get_member("6004") | self._get_member("6007")

        def refuse(members):
            if members & stubborn:
                raise UserError("/".join(members.mapped("name")))

        with patch.object(type(stubborn), "_check_can_close", refuse):
            self._undo(record)
        self.assertEqual(record.kept_ids.member_id, stubborn)
        self.assertEqual(set(record.kept_ids.mapped("explanation")), {"A"})
        self.assertEqual((record.undone_count, record.kept_count), (7, 2))

    # === JOBS === #
    def _read_all(self, record):
        """What an undo left behind, apart from ids and the numbers of its run."""
        self.env.invalidate_all()
        members = self._get_members(record).sorted("id")
        accounts = members.account_ids.sorted("id")
        return {
            "import": (record.state, record.undone_count),
            "kept": record.kept_ids.mapped("explanation"),
            "members": [(member.state, member.partner_id.active) for member in members],
            "cards": [
                (card.number[1:].split("~")[0], card.state, "~" in card.number)
                for card in members.card_ids.sorted("id")
            ],
            "events": [
                (event.action, event.state_from, event.state_to)
                for member in members
                for event in self.env["membership.card.event"].search(
                    [("member_id", "=", member.id)], order="id"
                )
            ],
            "accounts": [(account.state, account.balance) for account in accounts],
            "entries": [
                (entry.number, entry.kind, entry.amount, entry.balance_after)
                for account in accounts
                for entry in account.entry_ids.sorted("number")
            ],
            "lots": [
                (lot.bucket, lot.amount, lot.remaining)
                for lot in accounts.lot_ids.sorted("id")
            ],
        }

    def test_a_killed_job_ends_where_one_in_one_go_ends(self):
        def make(run):
            rows = [(f"{run}00{n}", "A", None, "金", 10, n, 5) for n in range(7)]
            record = self._import(*rows)
            self._purchase(self._get_member(f"{run}004"))
            return record

        module = "odoo.addons.membership_card.models.membership_register_import_undo"
        at_once = make(7)
        self._undo(at_once)
        killed = make(8)
        with patch(f"{module}.DIRECT_MEMBERS", 1), patch(f"{module}.UNDO_CHUNK", 2):
            self._undo(killed)
            job = killed.sudo()
            steps = job._undo()
            next(steps)
            done = job.undo_member_id
            # The server dies when the next chunk is nearly done.
            die = patch.object(type(job), "_archive_contacts", side_effect=KeyError)
            with die, self.assertRaises(KeyError), self.env.cr.savepoint():
                next(steps)
            self.env.invalidate_all()
            self.assertEqual((job.undo_member_id, job.undone_count), (done, 2))
            for _done in job._undo():
                pass
        self.assertEqual(self._read_all(killed), self._read_all(at_once))
        self.assertEqual((killed.undone_count, killed.kept_count), (6, 1))

    # === WHEN AND WHO === #
    def test_window_says_what_would_happen_and_changes_nothing(self):
        record = self._import_two()
        self._purchase(self._get_member("1001"))
        undo = self.env["membership.register.import.undo"].with_user(self.manager)
        undo = undo.browse(record.action_undo()["res_id"])
        self.assertEqual((undo.member_count, undo.kept_count), (1, 1))
        self.assertIn("Purchase", undo.kept_examples)
        self.assertEqual(record.state, "done")

    def test_it_is_too_late_after_the_days_of_the_setting(self):
        self.company.membership_import_undo_days = 3
        record = self._import_two()
        with freeze_time("2026-11-25 09:59:59"):
            record.invalidate_recordset()
            self.assertTrue(record.can_undo)
        with freeze_time("2026-11-25 10:00:01"):
            record.invalidate_recordset()
            with self.assertRaisesRegex(UserError, "too late"):
                record.action_undo()

    def test_twice_is_refused_and_a_draft_has_nothing_to_take_back(self):
        record = self._import_two()
        action = record.action_undo()
        undo = self.env[action["res_model"]].browse(action["res_id"])
        undo.action_confirm()
        undo.action_confirm()
        self.assertEqual(record.undone_count, 2)
        draft = self._create_import(self._make_register(("1001", "A", None)))
        with self.assertRaisesRegex(UserError, "is done"):
            draft.action_undo()

    def test_card_centre_takes_nothing_back(self):
        record = self._import_two()
        with self.assertRaises(AccessError):
            record.with_user(self.card_centre).action_undo()

    def test_large_import_is_taken_back_by_a_job_that_goes_on(self):
        rows = [(f"3{number:03}", "A", None, None, 10) for number in range(5)]
        record = self._import(*rows)
        module = "odoo.addons.membership_card.models.membership_register_import_undo"
        with patch(f"{module}.DIRECT_MEMBERS", 2), patch(f"{module}.UNDO_CHUNK", 2):
            self._undo(record)
            self.assertEqual((record.state, record.undone_count), ("undoing", 0))
            steps = record.sudo()._undo()
            next(steps)
            self.assertEqual((record.undone_count, record.progress), (2, 40))
            steps.close()
            with self.enter_registry_test_mode():
                cron = self.env.ref("membership_card.cron_import_registers")
                cron.method_direct_trigger()
            self.env.invalidate_all()
        self.assertEqual((record.state, record.undone_count), ("undone", 5))
        self.assertEqual(
            self._get_members(record).account_ids.mapped("balance"), [0] * 5
        )
