import uuid
from contextlib import contextmanager
from decimal import Decimal

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.membership_wallet.tests.common import WalletCommon


class PosMembershipCommon(WalletCommon):
    """A till with an open session, a cashier, an operator; goods with and without tax.

    Orders are what a browser would send: plain dicts through ``sync_from_ui``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.account_default_pos_receivable_account_id = cls._create_account(
            "112202", "asset_receivable", reconcile=True
        )
        cls.receivable.reconcile = True
        cls.env["ir.default"].set(
            "res.partner",
            "property_account_receivable_id",
            cls.receivable.id,
            company_id=cls.company.id,
        )
        cls.tax_account = cls._create_account("222101", "liability_current")
        cls.tax = cls._create_tax(13)
        cls.tea = cls._create_product("Tea", 100)
        cls.cup = cls._create_product("Cup", 50, tax=cls.tax)
        cls.topup_product = cls.env.ref("membership_pos.product_topup")
        # Of another outlet than the member: whoever comes to the till is served.
        shop = cls._create_outlet(name="Hill Street")
        cls.cashier = cls._create_cashier()
        cls.cashier.membership_outlet_id = shop
        cls.senior = cls._create_cashier("operator")
        cls.config, cls.cash_method = cls._create_till("Hill Street 1")
        cls.stored_value = cls.config.payment_method_ids._get_wallet_methods()
        cls.pos_session = cls._open_session(cls.config)

    # === FIXTURES === #
    @classmethod
    def _create_cashier(cls, *groups):
        """A user of the point of sale, with these groups of ``membership_ledger``."""
        user = cls._create_user(*groups)
        user.group_ids += cls.env.ref("point_of_sale.group_pos_user")
        return user

    @classmethod
    def _create_tax(cls, percent):
        repartition = [
            Command.create({"repartition_type": "base"}),
            Command.create(
                {"repartition_type": "tax", "account_id": cls.tax_account.id}
            ),
        ]
        group = cls.env["account.tax.group"].create(
            {"name": "VAT", "company_id": cls.company.id}
        )
        return cls.env["account.tax"].create(
            {
                "name": f"{percent} %",
                "amount": percent,
                "price_include_override": "tax_included",
                "company_id": cls.company.id,
                "tax_group_id": group.id,
                "invoice_repartition_line_ids": repartition,
                "refund_repartition_line_ids": repartition,
            }
        )

    @classmethod
    def _create_product(cls, name, price, tax=None, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "list_price": price,
                "available_in_pos": True,
                "taxes_id": [Command.set(tax.ids if tax else [])],
                "property_account_income_id": cls.income.id,
                **values,
            }
        )

    @classmethod
    def _create_till(cls, name, outlet=None):
        """A till with cash and stored value, at ``outlet``."""
        outlet = outlet or cls.outlet
        company = outlet.company_id
        journal = cls.env["account.journal"].create(
            {
                "name": f"Cash {name}",
                "type": "cash",
                "code": f"C{uuid.uuid4().hex[:4]}",
                "company_id": company.id,
                "default_account_id": cls.cash_account.id,
                "loss_account_id": cls.promotion.id,
                "profit_account_id": cls.income.id,
            }
        )
        cash = cls.env["pos.payment.method"].create(
            {"name": "Cash", "journal_id": journal.id, "company_id": company.id}
        )
        config = cls.env["pos.config"].create(
            {
                "name": name,
                "company_id": company.id,
                "journal_id": cls.sales.id,
                "invoice_journal_id": cls.sales.id,
                "payment_method_ids": [Command.set(cash.ids)],
                "membership_outlet_id": outlet.id,
            }
        )
        config._set_up_membership()
        return config, cash

    @classmethod
    def _receive_blanks(cls, count, outlet=None):
        """Cards of the usual type are printed from now on: blanks 5500…1 and so on."""
        cls.card_type.write(
            {
                "number_source": "stock",
                "prefix": "55",
                "length": 12,
                "check_digit": "none",
            }
        )
        pattern = cls.card_type._get_pattern()
        move = cls.env["membership.card.stock.move"].create(
            {
                "kind": "receive",
                "company_id": cls.company.id,
                "type_id": cls.card_type.id,
                "outlet_id": (outlet or cls.outlet).id,
                "number_from": pattern.number(1),
                "number_to": pattern.number(count),
            }
        )
        move.action_done()
        return [pattern.number(position) for position in range(1, count + 1)]

    @classmethod
    def _open_session(cls, config, user=None):
        session = (
            cls.env["pos.session"]
            .with_user(user or cls.cashier)
            .create({"config_id": config.id, "user_id": (user or cls.cashier).id})
        )
        session.set_opening_control(0, None)
        return session

    # === WHAT A BROWSER DOES === #
    def _till(self, user=None):
        """What the till may call on the server."""
        return self.env["membership.till"].with_user(user or self.cashier)

    def _hold(self, amount, member=None, key=None, session=None, card=None, user=None):
        """Press “Stored value”; returns the uuid of the payment."""
        key = key or str(uuid.uuid4())
        member = member or self.member
        self._till(user).hold(
            (session or self.pos_session).id,
            key,
            member.id,
            card.id if card else member.card_ids[:1].id,
            str(amount),
        )
        return key

    def _line(self, product, qty=1, price=None, refunds=None, **values):
        """One line as the browser sends it."""
        price = product.lst_price if price is None else price
        product_taxes = product.taxes_id.filtered(
            lambda tax: tax.company_id == self.company
        )
        taxes = product_taxes.compute_all(price, self.currency, qty)
        vals = {
            "product_id": product.id,
            "qty": qty,
            "price_unit": price,
            "discount": 0,
            "tax_ids": [Command.set(product_taxes.ids)],
            "price_subtotal": taxes["total_excluded"],
            "price_subtotal_incl": taxes["total_included"],
            "full_product_name": product.name,
            "uuid": str(uuid.uuid4()),
            "refunded_orderline_id": refunds.id if refunds else False,
        }
        return Command.create({**vals, **values})

    def _topup_line(self, amount, **values):
        return self._line(self.topup_product, price=amount, **values)

    def _payment(self, method, amount, key=None, **values):
        return Command.create(
            {
                "amount": amount,
                "payment_method_id": method.id,
                "uuid": key or str(uuid.uuid4()),
                "payment_date": fields.Datetime.now(),
                **values,
            }
        )

    def _order_data(self, lines, payments, member=None, session=None, **values):
        """The dict that a browser syncs; the order is over what its lines say."""
        session = session or self.pos_session
        total = sum(line[2]["price_subtotal_incl"] for line in lines)
        untaxed = sum(line[2]["price_subtotal"] for line in lines)
        paid = sum(payment[2]["amount"] for payment in payments)
        data = {
            "uuid": str(uuid.uuid4()),
            "session_id": session.id,
            "user_id": session.user_id.id,
            "company_id": self.company.id,
            "date_order": fields.Datetime.to_string(fields.Datetime.now()),
            "state": "paid",
            "lines": lines,
            "payment_ids": payments,
            "amount_total": total,
            "amount_tax": total - untaxed,
            "amount_paid": paid,
            "amount_return": 0,
            "pricelist_id": False,
            "partner_id": member.partner_id.id if member else False,
            "membership_member_id": member.id if member else False,
            "membership_card_id": member.card_ids[:1].id if member else False,
            "access_token": uuid.uuid4().hex,
            "to_invoice": False,
        }
        return {**data, **values}

    def _sync(self, data, user=None):
        """Send one order as the browser does; returns it."""
        key = data["uuid"]
        Order = self.env["pos.order"].with_user(user or self.cashier)
        result = Order.with_company(self.company).sync_from_ui([data])
        ids = [row["id"] for row in result["pos.order"] if row["uuid"] == key]
        return self.env["pos.order"].browse(ids)

    def _sell(self, lines, stored=0, cash=None, member=None, **values):
        """Sell with ``stored`` from stored value and the rest in cash."""
        member = member or self.member
        total = sum(line[2]["price_subtotal_incl"] for line in lines)
        cash = total - stored if cash is None else cash
        session = values.get("session")
        payments = []
        if stored:
            key = self._hold(stored, member, session=session)
            payments.append(self._payment(self.stored_value, stored, key))
        if cash:
            method = self.cash_method
            if session:
                methods = session.config_id.payment_method_ids
                method = methods.filtered("is_cash_count")
            payments.append(self._payment(method, cash))
        user = values.pop("user", None)
        return self._sync(self._order_data(lines, payments, member, **values), user)

    def _refund(self, order, lines=None, stored=0, cash=0, **values):
        """Refund lines of an order, all of it by default."""
        commands = [
            self._line(line.product_id, -line.qty, line.price_unit, refunds=line)
            for line in (lines or order.lines)
        ]
        payments = []
        if stored:
            payments.append(self._payment(self.stored_value, -stored))
        if cash:
            payments.append(self._payment(self.cash_method, -cash))
        data = self._order_data(
            commands, payments, order.membership_member_id, is_refund=True, **values
        )
        return self._sync(data)

    def _close(self, session=None):
        """Close the session as the closing popup does."""
        session = (session or self.pos_session).with_user(self.cashier)
        # In a browser each of these is a request with a cache of its own.
        self.env.invalidate_all()
        session.post_closing_cash_details(session.sudo().cash_register_balance_end)
        self.env.invalidate_all()
        session.update_closing_control_state_session("")
        result = session.close_session_from_ui()
        self.assertTrue(result["successful"], result.get("message"))
        return session.sudo().move_id

    # === WHAT IS THERE AFTERWARDS === #
    @contextmanager
    def _assert_refused(self, message, exception=UserError):
        """The server says ``message`` and, as a request does, undoes everything."""
        with self.assertRaisesRegex(exception, message), self.env.cr.savepoint():
            yield

    def _wallet(self, member=None):
        """Exact (balance, available) of a member."""
        wallet = (member or self.member)._get_wallet()
        return wallet._get_exact("balance", "available")

    def _points(self, member=None):
        account = (member or self.member)._get_points_account(create=False)
        return account._get_exact("balance") if account else Decimal(0)

    def _get_entries(self, order):
        """Entries that the payments of an order made."""
        return self.env["membership.entry"].search(
            [("origin_model", "=", order._name), ("origin_id", "in", order.ids)]
        )

    def _liability_of(self, partner):
        """Balance of the liability account for one partner (credit positive)."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT COALESCE(SUM(-balance), 0) FROM account_move_line WHERE "
            "account_id = %s AND partner_id = %s AND parent_state = 'posted'",
            [self.liability.id, partner.id],
        )
        return self.env.cr.fetchone()[0]
