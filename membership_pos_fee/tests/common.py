from odoo.addons.membership_pos.tests.common import PosMembershipCommon


class PosFeeCommon(PosMembershipCommon):
    """A member who owes a fee of 20 at a till."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["membership.fee.schedule"].search([]).active = False
        cls.fee_product = cls.env.ref("membership_fee.product_fee")
        cls.fee_product.taxes_id = False
        cls.fee_product.with_company(
            cls.company
        ).property_account_income_id = cls.income
        cls.fee = cls._charge(20)

    @classmethod
    def _charge(cls, amount, kind="replacement", member=None):
        cls.env["membership.fee.schedule"].create(
            {
                "name": f"{kind} {amount}",
                "kind": kind,
                "amount": amount,
                "company_id": cls.company.id,
            }
        )
        return (member or cls.member)._charge_fee(kind, f"{kind}:{amount}")

    def _fee_line(self, fee=None, **values):
        fee = fee or self.fee
        return self._line(
            self.fee_product,
            price=values.pop("price", fee.amount),
            qty=values.pop("qty", 1),
            membership_fee_number=fee.name,
            **values,
        )
