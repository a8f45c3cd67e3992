"""A till without a browser: the calls that the POS front end makes, over HTTP."""

import uuid
from datetime import UTC, datetime


class Till:
    """One cashier at one till with an open session."""

    def __init__(self, server, shop, number):
        self.shop, self.facts = shop, shop["tills"][number]
        self.client = server.client(self.facts["login"], self.facts["password"])

    def ask(self, method, *arguments):
        """Call a public method of ``membership.till`` for this session."""
        return self.client.call(
            "membership.till", method, self.facts["session"], *arguments
        )

    def hold(self, member, amount, key=None):
        """Reserve an amount; returns the payment's uuid, which is its key."""
        key = key or str(uuid.uuid4())
        self.ask("hold", key, member["id"], member["card"], amount)
        return key

    def order(self, member, price, stored=0, key=None, **values):
        """The order that a browser would send: tea for ``price``, the rest in cash."""
        payments = []
        if stored:
            payments.append(self._payment(self.facts["stored_value"], stored, key))
        if price - stored:
            payments.append(self._payment(self.facts["cash"], price - stored))
        return {
            "uuid": str(uuid.uuid4()),
            "access_token": uuid.uuid4().hex,
            "session_id": self.facts["session"],
            "user_id": self.facts["user"],
            "company_id": self.shop["company"],
            "partner_id": member["partner"],
            "membership_member_id": member["id"],
            "membership_card_id": member["card"],
            "date_order": _now(),
            "state": "paid",
            "lines": [self._line(self.shop["tea"], price)],
            "payment_ids": payments,
            "amount_total": price,
            "amount_tax": 0,
            "amount_paid": price,
            "amount_return": 0,
            "pricelist_id": False,
            "to_invoice": False,
            **values,
        }

    def sync(self, order):
        """Send an order; returns the row that the server answers with."""
        answer = self.client.call("pos.order", "sync_from_ui", [order])
        return next(row for row in answer["pos.order"] if row["uuid"] == order["uuid"])

    def sell(self, member, price, stored=0):
        """Hold and sync, as behind "Stored value" and "Validate"."""
        key = self.hold(member, str(stored)) if stored else None
        return self.sync(self.order(member, price, stored, key))

    def _line(self, product, price):
        return [
            0,
            0,
            {
                "uuid": str(uuid.uuid4()),
                "product_id": product,
                "qty": 1,
                "price_unit": price,
                "discount": 0,
                "tax_ids": [[6, 0, []]],
                "price_subtotal": price,
                "price_subtotal_incl": price,
                "full_product_name": "Tea",
            },
        ]

    def _payment(self, method, amount, key=None):
        return [
            0,
            0,
            {
                "uuid": key or str(uuid.uuid4()),
                "payment_method_id": method,
                "amount": amount,
                "payment_date": _now(),
            },
        ]


def _now():
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
