import { patch } from "@web/core/utils/patch";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";

patch(PosOrderline.prototype, {
    /** Whether this line puts money on the member's account instead of selling. */
    get isTopup() {
        return Boolean(this.product_id?.product_tmpl_id?.is_membership_topup);
    },

    /** The member gets exactly what is paid. */
    setDiscount(discount) {
        return super.setDiscount(this.isTopup ? 0 : discount);
    },

    canBeMergedWith(orderline) {
        return !this.isTopup && !orderline.isTopup && super.canBeMergedWith(...arguments);
    },
});
