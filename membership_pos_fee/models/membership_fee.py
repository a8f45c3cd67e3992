from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_repr


class MembershipFee(models.Model):
    """Fees that are paid at a till, without an invoice of their own."""

    _inherit = "membership.fee"

    # === BUSINESS METHODS === #
    def _prepare_till_fee(self):
        """What a till must know to take this fee; amounts are texts."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "number": self.name,
            "name": kinds[self.kind],
            "amount": str(self._get_exact_amount()),
            "due_on": self.due_on.isoformat(),
            "is_overdue": self.is_overdue,
            "product_id": self.product_id.id,
        }

    def _settle_at_till(self, order):
        """Paid by this order of a till."""
        self.write(
            {
                "settled_on": fields.Datetime.now(),
                "settlement": order.pos_reference or order.name,
            }
        )

    def _reopen_at_till(self):
        """Refunded: the member owes it again."""
        self.write({"settled_on": False, "settlement": False})

    # === HELPERS === #
    def _get_exact_amount(self):
        self.ensure_one()
        return Decimal(float_repr(self.amount, self.currency_id.decimal_places))
