from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CardAlone, CardCommon

# Written by their acts alone, or by accountants who see every member's invoices.
BY_OTHERS = {
    "account.move.line",
    "membership.dealer.deposit",
    "membership.dealer.rebate",
}
NAME = {"fields": {"display_name": {}}}


@tagged("post_install", "-at_install")
class TestNaming(CardAlone, CardCommon):
    """Nobody reads who it is by pointing a record of his own at an id."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls._create_outlet(name="Elsewhere")
        cls.stranger = cls._create_member(name="Zhou Stranger", outlet=cls.elsewhere)
        cls.ours = cls._create_member(name="Wu Ours")
        cls.clerk = cls._create_user("card_centre", membership_outlet_id=cls.outlet.id)

    def _write(self, model, vals, spec):
        return self.env[model].with_user(self.clerk).web_save(vals, spec)

    def test_a_new_record_names_nobody_whom_its_author_does_not_see(self):
        card_vals = {"type_id": self.card_type.id, "outlet_id": self.outlet.id}
        for model, name, vals in (
            ("membership.card", "member_id", card_vals),
            ("membership.link", "linked_id", {"member_id": self.ours.id}),
            ("membership.account.statement", "account_id", {}),
        ):
            target = self.stranger
            if name == "account_id":
                unit = self.env["membership.unit"].search([("kind", "=", "points")])
                target = self.stranger._get_account(unit[:1])
            given = vals | {name: target.id}
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._write(model, given, {name: NAME})
            Model = self.env[model].with_user(self.clerk)
            with self.subTest(model=model), self.assertRaises(AccessError):
                Model.onchange(given, [name], {name: NAME})
            sly = Model.with_context(**{f"default_{name}": target.id})
            with self.subTest(model=model), self.assertRaises(AccessError):
                sly.onchange(vals, [], {name: NAME})
            with self.subTest(model=model), self.assertRaises(AccessError):
                sly.create(vals)

    def test_no_record_is_pointed_at_somebody_else(self):
        ours = self.ours.with_user(self.clerk)
        for name in ("referrer_id", "merged_into_id"):
            with self.subTest(name=name), self.assertRaises(UserError):
                ours.web_save({name: self.stranger.id}, {name: NAME})
            with self.subTest(name=name), self.assertRaises(UserError):
                ours.onchange({name: self.stranger.id}, [name], {name: NAME})
        friend = self._create_member(name="Xu Friend")
        (row,) = ours.web_save({"referrer_id": friend.id}, {"referrer_id": NAME})
        self.assertIn("Xu Friend", row["referrer_id"]["display_name"])

    def test_who_was_named_before_is_told_apart_ever_after(self):
        self.ours.referrer_id = self.stranger
        ours = self.ours.with_user(self.clerk)
        spec = {"referrer_id": NAME}
        (row,) = ours.web_read(spec)
        self.assertIn("Zhou Stranger", row["referrer_id"]["display_name"])
        # Forms send everything along.
        ours.onchange({"referrer_id": self.stranger.id}, ["referrer_id"], spec)
        ours.write({"referrer_id": self.stranger.id})

    def test_a_refusal_names_nobody_in_debug_mode_either(self):
        hidden = self.stranger.with_user(self.clerk)
        for records in (hidden, hidden.sudo().card_ids.sudo(False)):
            self.patch(type(self.env.user), "has_group", lambda _self, _group: True)
            with self.assertRaises(AccessError) as caught:
                records.check_access("read")
            said = str(caught.exception)
            self.assertIn("Blame the following rules", said)
            self.assertNotIn(records.sudo().display_name, said)

    def test_a_guest_is_named_like_anybody_at_home(self):
        self.stranger.with_user(self.clerk)._receive()
        ours = self.ours.with_user(self.clerk)
        ours.referrer_id = self.stranger
        self.assertEqual(self.ours.referrer_id, self.stranger)

    def test_whatever_clients_write_asks_whom_it_names(self):
        asking = {
            name
            for parent in ("membership.naming", "membership.window")
            for name in self.env.registry.descendants([parent], "_inherit")
        }
        written = (
            self.env["ir.model.access"]
            .search([])
            .filtered(lambda access: access.perm_write or access.perm_create)
        )
        for name in sorted(set(written.mapped("model_id.model")) - BY_OTHERS):
            model = self.env.get(name)
            if model is None or model._abstract:
                continue
            naming = [
                field.name
                for field in model._fields.values()
                if field.type in ("many2one", "many2many")
                and field.store
                and not field.related
                and getattr(self.env.get(field.comodel_name), "_names_people", False)
            ]
            with self.subTest(model=name):
                self.assertTrue(not naming or name in asking, naming)
