from datetime import datetime
from decimal import Decimal
from itertools import count

from odoo import fields
from odoo.tests import TransactionCase, new_test_user


class PointsCommon(TransactionCase):
    """A company of its own, a member with a card, and purchases made by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = (f"test:{number}" for number in count(1))
        cls.phones = (f"+861380013{number:04d}" for number in count(1))
        cls.company = cls.env["res.company"].create(
            {"name": "Tea Chain", "country_id": cls.env.ref("base.cn").id}
        )
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.cashier = cls._create_user("till")
        cls.manager = cls._create_user("manager")
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.outlet = cls._create_outlet(name="Bund", code="BUND")
        cls.member = cls._create_member()
        cls.card = cls.member.card_ids

    @classmethod
    def _create_user(cls, group):
        return new_test_user(
            cls.env,
            f"points_{group}",
            f"base.group_user,membership_ledger.group_{group}",
            company_id=cls.company.id,
            company_ids=[fields.Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_outlet(cls, **values):
        values = {"kind": "store", "company_id": cls.company.id, **values}
        return cls.env["membership.outlet"].create(values)

    @classmethod
    def _create_member(cls, **values):
        values = {
            "name": "Lin Daiyu",
            "phone": next(cls.phones),
            "company_id": cls.company.id,
            **values,
        }
        return cls.env["membership.member"]._enrol(values, outlet=cls.outlet)

    @classmethod
    def _create_level(cls, **values):
        values = {
            "name": "Gold",
            "sequence": 90,
            "company_id": cls.company.id,
            **values,
        }
        return cls.env["membership.level"].create(values)

    @classmethod
    def _create_rule(cls, **values):
        values = {
            "name": "One for each ten",
            "company_id": cls.company.id,
            "points_per_unit": 1,
            "per_amount": 10,
            **values,
        }
        return cls.env["membership.points.rule"].create(values)

    @classmethod
    def _create_multiplier(cls, multiplier, **values):
        return cls._create_rule(rule_type="multiplier", multiplier=multiplier, **values)

    @classmethod
    def _create_product(cls, **values):
        return cls.env["product.product"].create({"name": "Tea", **values})

    @classmethod
    def _prepare_purchase(cls, amount, **values):
        member = values.pop("member", cls.member)
        original = values.pop("refund_of", None)
        amount = Decimal(str(amount))
        return {
            "member_id": member.id,
            "card_id": member.card_ids[:1].id,
            "outlet_id": cls.outlet.id,
            "company_id": cls.company.id,
            "currency_id": cls.company.currency_id.id,
            "amount_total": amount,
            "amount_untaxed": amount,
            "origin_key": next(cls.keys),
            "date": datetime.now(),
            "refunded_purchase_id": original.id if original else False,
            **values,
        }

    @classmethod
    def _buy(cls, amount, **values):
        """Record one purchase as a till does: by a cashier, in sudo inside."""
        Purchase = cls.env["membership.purchase"].with_user(cls.cashier)
        return Purchase._record([cls._prepare_purchase(amount, **values)])

    def assertPoints(self, points, member=None):
        member = member or self.member
        member.invalidate_recordset()
        self.assertEqual(member.points_balance, points)
