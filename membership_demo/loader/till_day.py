"""The last days of the story at the real tills: sessions, orders, payments, closing.

The year before is known by its takings; what a till shows, refunds and reports needs
orders as a browser sends them.
"""

import uuid
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal

from odoo import fields

from ..clock import to_utc
from ..story.catalogue import prices
from .books import CENT
from .staff import CASHIERS
from .stage import MODULE

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "tea.example.com")


class TillDay:
    """One day: each till is opened by its cashier, sells, and is closed."""

    def __init__(self, stage, day, factors):
        self.stage, self.day, self.factors = stage, day, factors
        self.sessions = {}

    def sell(self, visit):
        """Ring up a visit: top-up line, goods, stored value, the rest otherwise."""
        self.stage.clock.set(visit.at)
        session = self._get_session(visit.store)
        env = session.env
        member = self.stage.members[visit.person].with_env(env).sudo()
        goods = self._prepare_goods(session, visit, member)
        total = sum(Decimal(str(line["price_subtotal_incl"])) for line in goods)
        if visit.topup:
            # A receipt of its own: what is paid in can be spent on the next one.
            line = self._prepare_topup(session, visit)
            tender = self._find_method(session, visit.method)
            self._sync(session, visit, member, [line], [(tender, visit.topup)], "topup")
        payments = []
        stored = Decimal(0)
        if visit.wallet:
            stored = min(total, member._get_wallet()._get_exact("available"))
        if stored > 0:
            method = session.config_id.payment_method_ids._get_wallet_methods()
            payments.append((method, stored))
        if total > stored:
            tender = self._find_method(session, visit.tender)
            payments.append((tender, total - stored))
        self._sync(session, visit, member, goods, payments, "sale")

    def close(self):
        """Count the drawers and post the day."""
        for session in self.sessions.values():
            env = session.env
            at = datetime.combine(self.day, time(21, 45))
            self.stage.clock.set(at)
            env.invalidate_all()
            session.post_closing_cash_details(session.sudo().cash_register_balance_end)
            env.invalidate_all()
            session.update_closing_control_state_session("")
            session.close_session_from_ui()
            session.sudo().write({"stop_at": to_utc(at)})

    # === HELPERS === #
    def _get_session(self, store):
        if store not in self.sessions:
            user = self.stage.users[CASHIERS[store]]
            company = self.stage.get_company(store)
            context = {"allowed_company_ids": company.ids, "lang": "en_US"}
            env = self.stage.env(user=user.id, su=False, context=context)
            till = env.ref(f"{MODULE}.till_{store.lower()}")
            session = env["pos.session"].create(
                {"config_id": till.id, "user_id": user.id}
            )
            session.set_opening_control(session.cash_register_balance_start, None)
            opened = to_utc(datetime.combine(self.day, time(9, 50)))
            session.sudo().write({"start_at": opened})
            self.sessions[store] = session
        return self.sessions[store]

    def _find_method(self, session, tender):
        methods = session.config_id.payment_method_ids
        if tender == "cash":
            return methods.filtered("is_cash_count")
        company = session.company_id.id
        code = tender if tender != "lianhua" else "bank"
        journal = self.stage.methods[company, code].journal_id
        return methods.filtered(lambda method: method.journal_id.id == journal.id)

    def _prepare_goods(self, session, visit, member):
        factor = self.factors[member.level_id.id]
        return [
            self._prepare_line(
                session,
                visit,
                self.stage.products[code],
                qty,
                (prices()[code] * factor).quantize(CENT, ROUND_HALF_UP),
            )
            for code, qty in visit.lines
        ]

    def _prepare_topup(self, session, visit):
        product = self.stage.env.ref("membership_pos.product_topup")
        return self._prepare_line(session, visit, product, 1, visit.topup)

    def _prepare_line(self, session, visit, product, qty, price):
        taxes = product.taxes_id.filtered(
            lambda tax: tax.company_id == session.company_id
        )
        amounts = taxes.compute_all(float(price), session.currency_id, qty)
        return {
            "product_id": product.id,
            "qty": qty,
            "price_unit": float(price),
            "discount": 0,
            "tax_ids": [fields.Command.set(taxes.ids)],
            "price_subtotal": amounts["total_excluded"],
            "price_subtotal_incl": amounts["total_included"],
            "full_product_name": product.name,
            "uuid": self._make_uuid(visit, product.default_code),
        }

    def _sync(self, session, visit, member, lines, payments, name):
        """Reserve what stored value pays, then send the order as a till does."""
        rows = [
            self._prepare_payment(session, visit, member, name, *payment)
            for payment in payments
        ]
        order = self._prepare_order(session, visit, member, lines, name)
        order["lines"] = [fields.Command.create(line) for line in lines]
        order["payment_ids"] = [fields.Command.create(row) for row in rows]
        session.env["pos.order"].sync_from_ui([order])

    def _prepare_payment(self, session, visit, member, name, method, amount):
        key = self._make_uuid(visit, f"{name}:{method.id}")
        if method._get_stored_value_methods():
            card = self.stage.cards[visit.person]
            till = session.env["membership.till"]
            till.hold(session.id, key, member.id, card.id, str(amount))
        return {
            "amount": float(amount),
            "payment_method_id": method.id,
            "uuid": key,
            "payment_date": to_utc(visit.at),
        }

    def _prepare_order(self, session, visit, member, lines, name):
        total = sum(Decimal(str(line["price_subtotal_incl"])) for line in lines)
        net = sum(Decimal(str(line["price_subtotal"])) for line in lines)
        return {
            "uuid": self._make_uuid(visit, name),
            "access_token": self._make_uuid(visit, f"{name}:access"),
            "session_id": session.id,
            "user_id": session.user_id.id,
            "company_id": session.company_id.id,
            "date_order": fields.Datetime.to_string(to_utc(visit.at)),
            "state": "paid",
            "amount_total": float(total),
            "amount_tax": float(total - net),
            "amount_paid": float(total),
            "amount_return": 0,
            "pricelist_id": member.level_id.pricelist_id.id,
            "partner_id": member.partner_id.id,
            "membership_member_id": member.id,
            "membership_card_id": self.stage.cards[visit.person].id,
            "to_invoice": False,
        }

    @staticmethod
    def _make_uuid(visit, name):
        """The same story makes the same keys."""
        return str(uuid.uuid5(NAMESPACE, f"{visit.person}:{visit.at}:{name}"))
