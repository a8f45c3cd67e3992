from odoo import fields, models


class PosConfig(models.Model):
    _inherit = "pos.config"

    # === BUSINESS METHODS === #
    def _set_up_membership(self):
        """Tills take gift cards as well; safe to repeat."""
        result = super()._set_up_membership()
        Method = self.env["pos.payment.method"]
        for company, configs in self.grouped("company_id").items():
            method = Method._get_or_create_gift(company)
            for config in configs.filtered(lambda c: not c.has_active_session):
                if method not in config.payment_method_ids:
                    config.payment_method_ids = [fields.Command.link(method.id)]
        return result

    def _get_special_products(self):
        """The gift card has its own button and stays out of the product grid."""
        product = self._get_gift_product()
        return super()._get_special_products() | product

    # === HOOKS === #
    def _get_till_settings(self):
        """Which product sells gift cards, if this user may sell any."""
        user = self.env.user
        return {
            **super()._get_till_settings(),
            "can_sell_gift": user.has_group("membership_ledger.group_operator"),
            "gift_product_id": self._get_gift_product().id,
        }

    # === HELPERS === #
    def _get_gift_product(self):
        product = self.env.ref(
            "membership_pos_gift_card.product_gift_card", raise_if_not_found=False
        )
        return product or self.env["product.product"]
