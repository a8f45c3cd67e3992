import { patch } from "@web/core/utils/patch";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";

patch(PosOrderline.prototype, {
    /** Whether this line sells a gift card. */
    get isGiftCard() {
        return Boolean(this.product_id?.product_tmpl_id?.is_membership_gift_card);
    },

    setDiscount(discount) {
        return super.setDiscount(this.isGiftCard ? 0 : discount);
    },

    canBeMergedWith(orderline) {
        return !this.isGiftCard && !orderline.isGiftCard && super.canBeMergedWith(...arguments);
    },
});
