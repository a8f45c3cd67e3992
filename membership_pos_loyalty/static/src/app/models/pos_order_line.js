import { patch } from "@web/core/utils/patch";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";
import { isPaymentProgram } from "@membership_pos_loyalty/app/models/pos_order";

patch(PosOrderline.prototype, {
    get isCorePayment() {
        return Boolean(this.is_reward_line) && isPaymentProgram(this.reward_id?.program_id);
    },

    get isPromotion() {
        return super.isPromotion && !this.isCorePayment;
    },

    get isDeduction() {
        return super.isDeduction && !this.isCorePayment;
    },

    /** Whether this line puts money somewhere instead of selling goods. */
    get storesValue() {
        return Boolean(this.isTopup || this.isGiftCard || this.isFee);
    },
});
