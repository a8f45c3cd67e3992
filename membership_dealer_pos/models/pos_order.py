from odoo import api, models
from odoo.exceptions import UserError


class PosOrder(models.Model):
    _inherit = "pos.order"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._check_dealer_pricelist()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if {"pricelist_id", "partner_id"} & vals.keys():
            self._check_dealer_pricelist()
        return result

    def _check_dealer_pricelist(self):
        """A draft at dealer prices is for who may have them now.

        What was paid already stays as it is: a till that was offline when a dealer was
        suspended hands in what happened.
        """
        for order in self.filtered(lambda o: o.state == "draft"):
            pricelist = order.pricelist_id
            if not pricelist.dealer_only:
                continue
            partner = order.partner_id.with_company(order.company_id)
            if partner.property_product_pricelist != pricelist:
                raise UserError(
                    self.env._(
                        "%(pricelist)s is for dealers only, and %(customer)s is not "
                        "entitled to it: choose the customer again.",
                        pricelist=pricelist.name,
                        customer=partner.name or self.env._("this customer"),
                    )
                )
