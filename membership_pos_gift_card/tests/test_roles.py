import uuid

from odoo.tests import tagged

from odoo.addons.membership_card.tests.roles_case import Refused
from odoo.addons.membership_gift_card.tests.partners import PartnerMixin
from odoo.addons.membership_pos.tests.roles_case import TillRolesCase

from .common import PosGiftCommon


@tagged("post_install", "-at_install")
class TestRoles(PartnerMixin, TillRolesCase, PosGiftCommon):
    """Gift cards, in the back office and at the till."""

    addon = "membership_pos_gift_card"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.membership_gift_breakage_account_id = cls._create_account(
            "605101", "income_other"
        )
        numbers = cls.gift_type._next_numbers(3)
        cls.blank, cls.sold, cls.empty = cls.Card._receive(
            cls.gift_type, cls.home, numbers
        )
        cls.code, cls.empty_code = cls.sold.code, cls.empty.code
        for card, amount in ((cls.sold, 100), (cls.empty, 50)):
            card._sell(amount, f"roles:{amount}", method=cls.cash, outlet=cls.home)
        cls.empty.account_id._post(-50, "spend", "roles", reason="roles")

        cls._open_gift_books(cls.company)
        franchise = cls.env["res.company"].create({"name": "Partner of the Roles"})
        Booking = cls.env["membership.wallet.booking"]
        settlement = cls.company.membership_gift_settlement_account_id
        lines = Booking._prepare_pair(
            settlement, cls.cash_account, 1, cls.currency, franchise.partner_id
        )
        Booking._post_move(cls.company, cls.misc, lines, "roles")

    def _browse(self, env, card):
        return env["membership.gift.card"].browse(card.id)

    def _hand_over(self, env):
        handover = env["membership.gift.handover"].create(
            {
                "kind": "stock",
                "company_id": self.company.id,
                "outlet_from_id": self.home.id,
                "outlet_to_id": self.places["F"].id,
                "card_ids": self.blank.ids,
            }
        )
        handover.action_give()
        return handover

    # === SEEING === #
    def _act_see_stock(self, env, outlet):
        self._find(env, self.blank)

    def _act_see_sold(self, env, outlet):
        self._find(env, self.sold)
        self._browse(env, self.sold).read(["balance"])
        self._find(env, self.sold.event_ids)

    def _look_up(self, env, code):
        window = env["membership.gift.check"].create({"code": code})
        window.action_look_up()
        # What the browser asks for next.
        spec = {"balance": {}, "entry_ids": {"fields": {"amount": {}}}}
        spec["card_id"] = {"fields": {"display_name": {}}}
        if not window.web_read(spec)[0]["card_id"]:
            raise Refused
        return window

    def _act_look_up(self, env, outlet):
        if self._look_up(env, self.code).balance != 100:
            raise Refused

    def _act_see_lookups(self, env, outlet):
        home = self.env(user=self.users["operator", "S"])
        Lookup = home["membership.gift.lookup"]
        Lookup._look_up(self.code, self.company, "roles")
        self._find(env, Lookup.sudo().search([("card_id", "=", self.sold.id)]))

    # === STOCK === #
    def _act_receive(self, env, outlet):
        window = env["membership.gift.receive"].create(
            {"type_id": self.gift_type.id, "outlet_id": outlet.id, "quantity": 1}
        )
        window.action_confirm()

    def _act_give_away(self, env, outlet):
        self._hand_over(env)

    def _act_take_over(self, env, outlet):
        given = self._hand_over(self.env)
        handover = env["membership.gift.handover"].browse(given.id)
        handover.counted = 1
        handover.action_receive()
        if self.blank.outlet_id != self.places["F"]:
            raise Refused

    def _act_count_stock(self, env, outlet):
        count = env["membership.gift.count"].create(
            {"outlet_id": self.home.id, "company_id": self.company.id}
        )
        count.action_start()
        count.line_ids.counted = 1
        count.action_done()

    # === CARDS === #
    def _act_sell(self, env, outlet):
        window = env["membership.gift.sell"].create(
            {
                "term": self.blank.number,
                "outlet_id": self.home.id,
                "amount": 100,
                "method_id": self.cash.id,
            }
        )
        window.action_confirm()

    def _act_recover(self, env, outlet):
        self._look_up(env, self.empty_code).action_recover()
        if self.empty.outlet_id != outlet:
            raise Refused

    def _step(self, env, action):
        window = env["membership.gift.act"].create(
            {"card_ids": self.sold.ids, "action": action, "reason": "roles"}
        )
        window.action_confirm()

    def _act_block(self, env, outlet):
        self._step(env, "block")

    def _act_write_off(self, env, outlet):
        self.sold._change_state("expire")
        self._step(env, "write_off")

    # === AT THE TILL === #
    def _act_till_sell(self, env, outlet):
        self._sync_here(env, outlet, self._gift_line(self.blank, 100))

    def _act_till_pay(self, env, outlet):
        session, key = self._get_session(outlet), str(uuid.uuid4())
        answer = env["membership.till"].gift_hold(session.id, key, self.code, "10")
        if "error" in answer:
            raise Refused

    def _act_see_settlement(self, env, outlet):
        rows = self.env["membership.gift.settlement"].search(
            [("company_id", "=", self.company.id)]
        )
        self._find(env, rows.ensure_one())

    def _act_set_up_gift_types(self, env, outlet):
        env["membership.gift.type"].browse(self.gift_type.id).name = "Renamed"
