from odoo import models
from odoo.tools import SQL


class MembershipEnrolRule(models.Model):
    """A gift card that a customer buys is money paid in ahead."""

    _inherit = "membership.enrol.rule"

    def _get_topup_queries(self):
        """Gift cards of paid orders."""
        is_gift_card = SQL(
            "line.product_id IN (SELECT product.id FROM product_product product "
            "JOIN product_template template ON template.id = product.product_tmpl_id "
            "WHERE template.is_membership_gift_card)"
        )
        return [*super()._get_topup_queries(), self._get_lines_query(is_gift_card)]
