import { patch } from "@web/core/utils/patch";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";

patch(PosOrderline.prototype, {
    get isFee() {
        return Boolean(this.membership_fee_number);
    },

    setDiscount(discount) {
        return super.setDiscount(this.isFee ? 0 : discount);
    },

    canBeMergedWith(orderline) {
        return !this.isFee && !orderline.isFee && super.canBeMergedWith(...arguments);
    },
});
