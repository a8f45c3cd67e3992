"""A till with an open session, a cashier and goods; needs no addon of the suite."""

import uuid

from odoo import fields
from odoo.fields import Command

from .access import request

GOODS = (("Tea", 100, 1), ("Cup", 50, 2), ("Cake", 20, 1))  # name, price, quantity
TOTAL = sum(price * quantity for _name, price, quantity in GOODS)


class Till:
    """What a browser sends, to a database of its own.

    :ivar queries: of the last order, by what kind of order it was
    """

    groups = ("base.group_user", "point_of_sale.group_pos_user")

    def __init__(self, registry):
        self.registry = registry
        self.queries = {}
        with request(registry) as env:
            self.company_id = env.company.id
            self._set_up(env)
        with self.request() as env:
            session = env["pos.session"].create(
                {"config_id": self.config_id, "user_id": self.cashier_id}
            )
            session.set_opening_control(0, None)
            self.session_id = session.id

    def request(self):
        """A request of the cashier."""
        context = {"lang": "en_US", "tz": "Asia/Shanghai", "uid": self.cashier_id}
        context["allowed_company_ids"] = [self.company_id]
        return request(self.registry, self.cashier_id, context)

    def _set_up(self, env):
        journal = env["account.journal"].create(
            {"name": "Till", "type": "cash", "code": uuid.uuid4().hex[:5]}
        )
        cash = env["pos.payment.method"].create(
            {"name": "Cash", "journal_id": journal.id}
        )
        config = env["pos.config"].create(
            {"name": "Till", "payment_method_ids": [Command.set(cash.ids)]}
        )
        cashier = env["res.users"].create(
            {
                "name": "Cashier",
                "login": uuid.uuid4().hex,
                "group_ids": [Command.link(env.ref(name).id) for name in self.groups],
            }
        )
        # The database with a million members is kept: what the last run sold is not.
        names = [name for name, _price, _quantity in GOODS]
        env["product.product"].search([("name", "in", names)]).action_archive()
        products = env["product.product"].create(
            [
                {
                    "name": name,
                    "type": "service",
                    "list_price": price,
                    "available_in_pos": True,
                    "taxes_id": False,
                }
                for name, price, _quantity in GOODS
            ]
        )
        self.cash_id, self.config_id = cash.id, config.id
        self.cashier_id, self.product_ids = cashier.id, products.ids

    # === WHAT A BROWSER SENDS === #
    def prepare_order(self, payments, partner_id=False, more_lines=(), **values):
        """The dict of a paid order over all goods."""
        lines = [
            self.prepare_line(product_id, name, price, quantity)
            for product_id, (name, price, quantity) in zip(
                self.product_ids, GOODS, strict=True
            )
        ]
        lines += more_lines
        paid = sum(payment[2]["amount"] for payment in payments)
        return {
            "uuid": str(uuid.uuid4()),
            "session_id": self.session_id,
            "user_id": self.cashier_id,
            "company_id": self.company_id,
            "date_order": fields.Datetime.to_string(fields.Datetime.now()),
            "state": "paid",
            "lines": lines,
            "payment_ids": payments,
            "amount_total": paid,
            "amount_tax": 0,
            "amount_paid": paid,
            "amount_return": 0,
            "pricelist_id": False,
            "partner_id": partner_id,
            "access_token": uuid.uuid4().hex,
            "to_invoice": False,
            **values,
        }

    def prepare_line(self, product_id, name, price, quantity=1, **values):
        """One line of an order."""
        return Command.create(
            {
                "product_id": product_id,
                "qty": quantity,
                "price_unit": price,
                "discount": 0,
                "tax_ids": [],
                "price_subtotal": price * quantity,
                "price_subtotal_incl": price * quantity,
                "full_product_name": name,
                "uuid": str(uuid.uuid4()),
                **values,
            }
        )

    def prepare_payment(self, method_id, amount, key=None):
        """One payment of an order."""
        return Command.create(
            {
                "amount": amount,
                "payment_method_id": method_id,
                "uuid": key or str(uuid.uuid4()),
                "payment_date": fields.Datetime.now(),
            }
        )

    def sell_plainly(self, _number, partner_id=False):
        """All goods for cash, to nobody in particular unless there is a partner."""
        payment = self.prepare_payment(self.cash_id, TOTAL)
        order = self.prepare_order([payment], partner_id)
        self.queries["customer" if partner_id else "plain"] = self.sync(order)[1]

    def sync(self, order):
        """Send an order.

        :returns: (id of the order, number of queries with the commit)
        """
        with self.request() as env:
            result = env["pos.order"].sync_from_ui([order])
            env.cr.commit()
            return result["pos.order"][0]["id"], env.cr.sql_log_count
