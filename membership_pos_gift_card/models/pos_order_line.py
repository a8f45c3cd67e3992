from odoo import api, fields, models


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    # A text, because the till does not know the cards: the server looks them up.
    membership_gift_number = fields.Char(
        string="Gift Card Number", copy=False, help="The blank that this line sells."
    )
    membership_gift_card_id = fields.Many2one(
        "membership.gift.card",
        string="Gift Card Sold",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "membership_gift_number"]

    # === BUSINESS METHODS === #
    def _is_purchase(self):
        """A gift card is no purchase: what is bought with it is one."""
        return super()._is_purchase() and not self.product_id.is_membership_gift_card
