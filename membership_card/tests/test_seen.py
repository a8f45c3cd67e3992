from odoo import fields
from odoo.tests import tagged

from .seen_case import SeenCase

PATHS = {
    "membership.member": (),
    "membership.card": ("outlet_id", "member_id"),
    "membership.card.event": (
        "outlet_id",
        "card_id.outlet_id",
        "card_id.member_id",
        "subject_id",
    ),
    "membership.purchase": ("outlet_id", "member_id"),
    "membership.entry": ("outlet_id", "account_id.member_id"),
    "membership.gift.line": ("outlet_id", "member_id"),
    "membership.link": ("member_id", "linked_id"),
    "membership.guest": ("outlet_id", "member_id.outlet_id"),
    "membership.access.log": ("member_id.outlet_id", "user_id.membership_outlet_id"),
}


@tagged("post_install", "-at_install")
class TestSeen(SeenCase):
    """Rules that indexes answer show what they always showed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        unit = cls.env["membership.unit"]._for_currency(cls.company.currency_id)
        for member in cls.members:
            for outlet in cls.outlets:
                cls._happen(member, outlet, unit)
        for member, linked in zip(cls.members, cls.members[1:], strict=False):
            cls.env["membership.link"].create(
                {
                    "member_id": member.id,
                    "linked_id": linked.id,
                    "company_id": cls.company.id,
                    "unit_ids": unit.ids,
                }
            )
        cls._give()
        cls._look()

    @classmethod
    def _happen(cls, member, outlet, unit):
        """A card, a purchase, an entry and a step of one member at one outlet."""
        cls._create_card(member, outlet_id=outlet.id)._change_state(
            "freeze", "test", outlet
        )
        cls._record_purchase(member, 10, outlet_id=outlet.id)
        member._get_account(unit)._post(
            10,
            "topup",
            f"seen:{outlet.id}",
            reason="test",
            extra={"outlet_id": outlet.id},
        )
        cls.env["membership.card.event"]._log_subject(
            member, "freeze", ("active", "frozen"), "test", outlet
        )

    @classmethod
    def _look(cls):
        """Everybody has looked at everybody."""
        cls.env.cr.execute(
            "INSERT INTO membership_access_log (date, kind, company_id, member_id,"
            " user_id, member_count) SELECT now(), 'open', %s, member_id, user_id, 1"
            " FROM unnest(%s) AS member (member_id), unnest(%s) AS person (user_id)",
            (
                cls.company.id,
                cls.members.ids,
                [user.id for user in cls.users.values()],
            ),
        )

    @classmethod
    def _give(cls):
        pack = cls.env["membership.gift.pack"].create(
            {
                "name": "Welcome",
                "occasion": "welcome",
                "company_id": cls.company.id,
                "line_ids": [(0, 0, {"kind": "coupon", "name": "A cup"})],
            }
        )
        today = fields.Date.today()
        rows = [
            (member.id, f"seen:{member.id}", None, today, today)
            for member in cls.members
        ]
        gifts = cls.env["membership.gift"]._grant(pack, rows)
        for line, outlet in zip(gifts.line_ids, reversed(cls.outlets), strict=True):
            line.outlet_id = outlet

    def test_everybody_sees_what_the_plain_words_say(self):
        self._check_meanings(PATHS)

    def test_what_is_asked_for_by_index_is_in_this_list(self):
        own = {
            name
            for name, Model in self.env.registry.items()
            if "is_seen" in Model._fields
            and Model._original_module in ("membership_card", "membership_ledger")
        }
        unruled = {"membership.seen", "membership.outlet"}
        self.assertEqual(own - unruled, set(PATHS))

    def _ask(self, model, few, **how):
        """The statement by which the manager of a store lists or counts."""
        user = self.users["manager, store"]
        self.patch(type(user), "_are_homes_of_few", lambda *_args: few)
        return self.env[model].with_user(user)._search([], **how).select().code

    def test_who_sees_few_members_collects_what_he_sees(self):
        for model in ("membership.card", "membership.purchase", "membership.entry"):
            with self.subTest(model=model):
                code = self._ask(model, few=True, order="id DESC", limit=80)
                self.assertEqual(code.count(" UNION "), 1)
                self.assertEqual(code.count("LIMIT"), 1)
                self.assertNotIn(" OR ", code.split(" UNION ")[0])

    def test_who_sees_many_members_reads_through_pages(self):
        code = self._ask("membership.purchase", few=False, order="id DESC", limit=80)
        self.assertNotIn("UNION", code)
        self.assertIn('LEFT JOIN "membership_member"', code)

    def test_a_count_asks_each_way_for_as_many_as_are_counted(self):
        for few in (True, False):
            code = self._ask("membership.purchase", few=few, limit=101)
            self.assertEqual(code.count(" UNION "), 1)
            self.assertEqual(code.count("LIMIT"), 3)

    def test_head_office_is_asked_nothing(self):
        user = self.users["manager, head office"]
        code = self.env["membership.purchase"].with_user(user)._search([]).select().code
        self.assertNotIn("membership_member", code)
        self.assertNotIn("outlet_id", code)
