from decimal import Decimal
from itertools import count

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.membership_wallet.tests.common import WalletCommon

from .roles import PLACES, ROLES, read_table

CELLS, _SENTENCES = read_table()
_number = count(1)


class Refused(Exception):
    """What is tried brings nothing, without an error."""


@tagged("post_install", "-at_install")
class TestRoles(WalletCommon):
    """Each role tries each act at each place: the outcome is the table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        branch = cls.env["res.company"].create(
            {"name": "Franchise", "parent_id": cls.company.id}
        )
        region = cls._create_outlet(kind="region", name="East")
        other = cls._create_outlet(kind="region", name="South")
        cls.home = cls._create_outlet(name="Home", parent_id=region.id)
        cls.places = {
            "H": cls.head_office,
            "R": region,
            "S": cls.home,
            "F": cls._create_outlet(name="Away", parent_id=other.id),
            "X": cls._create_outlet(
                name="Franchise", kind="franchise", company_id=branch.id
            ),
        }
        cls.users = {
            (role, place): cls._create_user(
                role,
                company_id=outlet.company_id.id,
                company_ids=[Command.set(outlet.company_id.ids)],
                membership_outlet_id=outlet.id,
            )
            for role in ROLES
            for place, outlet in cls.places.items()
        }
        cls.member = cls._create_member(outlet=cls.home)
        cls.card = cls.member.card_ids
        cls.topup = cls._topup_at_home()
        cls.purchase = cls._record_purchase(cls.member, 50, outlet_id=cls.home.id)
        cls.points = cls.member._get_points_account()
        cls.points._post(100, "adjust", "roles", reason="roles")
        cls.points_rule = cls.env["membership.points.rule"].create(
            {"name": "One each", "company_id": cls.company.id, "points_per_unit": 1}
        )
        cls.env["membership.proof"].sudo()._prove(company=cls.company)
        cls.env.flush_all()

    @classmethod
    def _topup_at_home(cls):
        return cls.env["membership.topup"]._topup(
            cls.member, Decimal(200), cls.cash, "roles", cls.card, cls.home
        )

    # === THE TABLE === #
    def test_every_cell_of_the_table(self):
        for action, row in CELLS.items():
            for role, expected in row.items():
                outcome = "".join(
                    self._try_cell(action, role, place) for place in PLACES
                )
                with self.subTest(action=action, role=role):
                    self.assertEqual(outcome or "–", expected)

    def test_the_table_knows_every_act(self):
        acts = {name[5:] for name in dir(self) if name.startswith("_act_")}
        self.assertEqual(acts, set(CELLS))

    def _try_cell(self, action, role, place):
        user = self.users[role, place]
        if self._try(action, user, place):
            return place
        return place.lower() if self._try(action, user, place, as_guest=True) else ""

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def _try(self, action, user, place, as_guest=False):
        """Whether ``user`` can do it; nothing of it stays."""
        company = self.places[place].company_id
        env = self.env(user=user, context={"allowed_company_ids": company.ids})
        env.transaction.invalidate_field_data()
        try:
            with self.env.cr.savepoint():
                if as_guest:
                    env["membership.member"]._identify(self.card.number, company)
                getattr(self, f"_act_{action}")(env, self.places[place])
                raise Done
        except Done:
            return True
        except (AccessError, UserError, Refused):
            return False
        finally:
            env.transaction.invalidate_field_data()

    def _find(self, env, record):
        if not env[record._name].search([("id", "in", record.ids)]):
            raise Refused

    def _do(self, env, card_action):
        act = env["membership.card.act"].create(
            {
                "card_id": self.card.id,
                "action": card_action,
                "reason": "roles",
                "identified_by": "known",
                "outlet_id": env.user.membership_outlet_id.id,
            }
        )
        act.action_apply()

    # === SEEING === #
    def _act_serve(self, env, outlet):
        members, card = env["membership.member"]._identify(
            self.card.number, outlet.company_id
        )
        members.check_access("read")
        card.check_access("read")

    def _act_see_member(self, env, outlet):
        self._find(env, self.member)
        env["membership.member"].browse(self.member.id).read(["name", "level_id"])

    def _act_see_card(self, env, outlet):
        self._find(env, self.card)

    def _act_see_card_history(self, env, outlet):
        self._find(env, self.card.event_ids)

    def _act_see_balance(self, env, outlet):
        self._find(env, self.member.account_ids)
        env["membership.account"].browse(self.member.account_ids.ids).read(["balance"])

    def _act_see_ledger(self, env, outlet):
        self._find(env, self.member.account_ids.entry_ids)

    def _act_see_topups(self, env, outlet):
        self._find(env, self.topup)

    def _act_see_purchases(self, env, outlet):
        self._find(env, self.purchase)

    def _act_read_points_report(self, env, outlet):
        entries = self.points.entry_ids
        if not env["membership.points.report"].search([("id", "in", entries.ids)]):
            raise Refused

    def _act_read_guests(self, env, outlet):
        guest = self.env["membership.guest"].create(
            {
                "member_id": self.member.id,
                "user_id": self.env.uid,
                "outlet_id": self.home.id,
                "date": "2026-01-01",
                "until": "2026-01-01",
            }
        )
        self._find(env, guest)

    def _act_prove_books(self, env, outlet):
        proofs = env["membership.proof"].search([], limit=1)
        if not proofs:
            raise Refused
        proofs.line_ids.check_access("read")

    # === SERVING === #
    def _enrol(self, env, outlet):
        company = outlet.company_id
        wizard = env["membership.member.enrol"].create(
            {
                "name": "New",
                "phone": f"+86137{next(_number):08d}",
                "outlet_id": outlet.id,
                "company_id": company.root_id.id,
            }
        )
        wizard._enrol()

    def _act_enrol(self, env, outlet):
        self._enrol(env, outlet)

    def _act_enrol_elsewhere(self, env, outlet):
        self._enrol(env, self.home)

    def _act_change_file(self, env, outlet):
        env["membership.member"].browse(self.member.id).write({"name": "Changed"})

    def _topup_in_window(self, env, outlet):
        wizard = env["membership.member.topup"].create(
            {
                "member_id": self.member.id,
                "card_id": self.card.id,
                "amount": 100,
                "method_id": self.cash.id,
                "outlet_id": outlet.id,
            }
        )
        wizard.action_confirm()

    def _act_topup(self, env, outlet):
        self._topup_in_window(env, outlet)

    def _act_report_loss(self, env, outlet):
        self._do(env, "report_loss")

    def _act_freeze_card(self, env, outlet):
        self._do(env, "freeze")

    def _act_replace(self, env, outlet):
        self._do(env, "replace")

    def _act_renew(self, env, outlet):
        self._do(env, "renew")

    def _act_cancel_card(self, env, outlet):
        self._do(env, "cancel")

    def _act_freeze_member(self, env, outlet):
        env["membership.member"].browse(self.member.id).action_freeze()

    # === CORRECTING === #
    def _act_set_level(self, env, outlet):
        level = self.silver if self.member.level_id != self.silver else self.gold
        wizard = env["membership.member.set.level"].create(
            {"member_id": self.member.id, "level_id": level.id, "reason": "roles"}
        )
        wizard.action_apply()

    def _act_adjust_money(self, env, outlet):
        wizard = env["membership.account.adjust"].create(
            {
                "account_id": self.topup.account_id.id,
                "amount": 1,
                "reason": "roles",
                "counterpart_id": self.promotion.id,
            }
        )
        wizard.action_confirm()

    def _act_adjust_points(self, env, outlet):
        wizard = env["membership.points.adjust"].create(
            {"member_id": self.member.id, "points": 1, "reason": "roles"}
        )
        wizard.action_adjust()

    def _act_pay_back(self, env, outlet):
        wizard = env["membership.topup.reverse"].create(
            {"topup_id": self.topup.id, "amount": 1, "reason": "roles"}
        )
        wizard.action_confirm()

    def _act_close_member(self, env, outlet):
        member = self._create_member(outlet=self.home)
        if self.env["membership.guest"].search([("user_id", "=", env.uid)]):
            env["membership.member"]._identify(member.number, outlet.company_id)
        env["membership.member"].browse(member.id).action_close()

    # === SETTING UP === #
    def _act_import_register(self, env, outlet):
        env["membership.register.import"].create({})

    def _act_set_up_outlets(self, env, outlet):
        env["membership.outlet"].browse(self.home.id).name = "Renamed"

    def _act_set_up_levels(self, env, outlet):
        env["membership.level"].browse(self.silver.id).threshold = 1

    def _act_set_up_card_types(self, env, outlet):
        env["membership.card.type"].browse(self.card_type.id).name = "Renamed"

    def _act_set_up_topup_methods(self, env, outlet):
        env["membership.topup.method"].browse(self.cash.id).name = "Renamed"

    def _act_set_up_points_rules(self, env, outlet):
        env["membership.points.rule"].browse(self.points_rule.id).name = "Renamed"


class Done(Exception):
    """It worked: undo it."""
