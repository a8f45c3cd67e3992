import uuid
from decimal import Decimal

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.membership_card.tests.roles_case import Refused

from .common import PosMembershipCommon
from .roles_case import TillRolesCase


@tagged("post_install", "-at_install")
class TestRoles(TillRolesCase, PosMembershipCommon):
    """Members, cards, money and points, in the back office and at the till."""

    addon = "membership_pos"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card._through_gate().valid_until = "2099-12-31"
        cls.topup = cls._topup_at_home()
        cls.purchase = cls._record_purchase(cls.member, 50, outlet_id=cls.home.id)
        cls.points = cls.member._get_points_account()
        cls.points._post(100, "adjust", "roles", reason="roles")
        cls.points_rule = cls.env["membership.points.rule"].create(
            {"name": "One each", "company_id": cls.company.id, "points_per_unit": 1}
        )
        cls.env["membership.proof"].sudo()._prove(company=cls.company)
        cls.pack, cls.gift = cls._create_gift()

    @classmethod
    def _topup_at_home(cls):
        return cls.env["membership.topup"]._topup(
            cls.member, Decimal(200), cls.cash, "roles", cls.card, cls.home
        )

    @classmethod
    def _create_gift(cls):
        """A gift that waits for the member at the counter."""
        line = {"kind": "item", "product_id": cls.tea.id, "quantity": 1}
        pack = cls.env["membership.gift.pack"].create(
            {
                "name": "Welcome",
                "company_id": cls.company.id,
                "occasion": "welcome",
                "line_ids": [Command.create(line)],
            }
        )
        row = (cls.member.id, "roles", None, "2020-01-01", "2099-12-31")
        gift = cls.env["membership.gift"]._grant(pack, [row])
        return pack, gift

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

    def _act_see_phone(self, env, outlet):
        self._find(env, self.member)
        env["membership.member"].browse(self.member.id).read(["phone"])

    def _act_see_access(self, env, outlet):
        home = self.env(user=self.users["till", "S"])
        home["membership.access.log"]._log("reveal", self.member.with_env(home))
        domain = [("member_id", "=", self.member.id), ("kind", "=", "reveal")]
        self._find(env, self.env["membership.access.log"].search(domain))

    def _act_see_gifts(self, env, outlet):
        self._find(env, self.gift)
        self._find(env, self.gift.line_ids)

    def _act_export_register(self, env, outlet):
        export = env["membership.register.export"].create({"member_state": False})
        domain = export._get_member_domain()
        if self.member not in env["membership.member"].search(domain):
            raise Refused

    # === SERVING === #
    def _enrol(self, env, outlet):
        company = outlet.company_id
        wizard = env["membership.member.enrol"].create(
            {
                "name": "New",
                "phone": self._next_mobile(),
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

    # === AT THE TILL === #
    def _act_till_scan(self, env, outlet):
        session = self._get_session(outlet)
        if not env["membership.till"].scan(session.id, self.card.number):
            raise Refused

    def _act_till_enrol(self, env, outlet):
        vals = {"name": "New", "phone": self._next_mobile()}
        env["membership.till"].enrol(self._get_session(outlet).id, vals)

    def _act_till_pay(self, env, outlet):
        session, key = self._get_session(outlet), str(uuid.uuid4())
        env["membership.till"].hold(session.id, key, self.member.id, self.card.id, "10")

    def _act_till_topup(self, env, outlet):
        self._sync_here(env, outlet, self._topup_line(100))

    def _act_till_earn(self, env, outlet):
        # As :meth:`_check_may_serve` asks before every act of the till.
        env["membership.till"].get_member(self._get_session(outlet).id, self.member.id)
        before = self.points.balance
        self._sync_here(env, outlet, self._line(self.tea))
        if self.points.balance == before:
            raise Refused

    def _act_till_hand_over(self, env, outlet):
        gift = self.gift.line_ids
        env["membership.till"].hand_over(
            self._get_session(outlet).id, self.member.id, gift.id
        )

    def _act_till_report_loss(self, env, outlet):
        env["membership.till"].report_loss(
            self._get_session(outlet).id, self.member.id, self.card.id
        )

    def _act_till_freeze(self, env, outlet):
        self._take_card_step(env, outlet, "freeze")

    def _act_till_replace(self, env, outlet):
        self._take_card_step(env, outlet, "replace")

    def _act_till_issue_card(self, env, outlet):
        env["membership.till"].issue_card(
            self._get_session(outlet).id, self.member.id, {}, {"identified_by": "known"}
        )

    def _act_till_change_data(self, env, outlet):
        env["membership.till"].change_data(
            self._get_session(outlet).id,
            self.member.id,
            {"phone": self._next_phone()},
            {"identified_by": "known"},
        )

    def _take_card_step(self, env, outlet, action):
        env["membership.till"].act_on_card(
            self._get_session(outlet).id,
            self.member.id,
            self.card.id,
            action,
            {"identified_by": "known", "reason": "roles"},
        )

    # === FROM ANOTHER SYSTEM === #
    def _api(self, env, outlet):
        return env["membership.api"].with_company(outlet.company_id)

    def _act_api_find(self, env, outlet):
        if not self._api(env, outlet).find(self.member.sudo().phone):
            raise Refused

    def _act_api_balance(self, env, outlet):
        if not self._api(env, outlet).balance(self.member.number):
            raise Refused

    def _act_api_purchases(self, env, outlet):
        if not self._api(env, outlet).purchases(self.member.number):
            raise Refused

    def _act_api_enrol(self, env, outlet):
        self._api(env, outlet).enrol(
            str(uuid.uuid4()), "New", self._next_mobile(), outlet=outlet.code
        )

    def _act_api_record_purchase(self, env, outlet):
        self._api(env, outlet).record_purchase(
            str(uuid.uuid4()), self.card.number, "19.90", outlet.code
        )

    def _act_api_record_elsewhere(self, env, outlet):
        self._api(env, outlet).record_purchase(
            str(uuid.uuid4()), self.card.number, "19.90", self.home.code
        )

    # === CORRECTING === #
    def _act_merge(self, env, outlet):
        twin = self._create_member(outlet=self.home)
        if self.env["membership.guest"].search([("user_id", "=", env.uid)]):
            env["membership.member"]._identify(twin.number, outlet.company_id)
        wizard = env["membership.member.merge"].create(
            {
                "member_ids": (self.member | twin).ids,
                "survivor_id": self.member.id,
                "reason": "roles",
            }
        )
        wizard.action_merge()

    def _act_anonymise(self, env, outlet):
        former = self._create_member(outlet=self.home)
        former._change_state("close")
        wizard = env["membership.member.anonymise"].create(
            {"member_ids": former.ids, "reason": "roles", "is_certain": True}
        )
        wizard.action_anonymise()

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

    def _act_set_up_level_rules(self, env, outlet):
        env["membership.level.rule"].browse(self.silver.rule_ids.ids).unlink()

    def _act_preview_level_rules(self, env, outlet):
        env["membership.level.preview"].action_open_preview(
            "membership.level", self.silver.id, {}
        )

    def _act_set_up_gift_packs(self, env, outlet):
        env["membership.gift.pack"].browse(self.pack.id).name = "Renamed"

    def _act_set_up_enrol_rules(self, env, outlet):
        env["membership.enrol.rule"].create(
            {"name": "Spent a lot", "company_id": self.company.id}
        )
