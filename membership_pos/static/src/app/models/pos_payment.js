import { patch } from "@web/core/utils/patch";
import { PosPayment } from "@point_of_sale/app/models/pos_payment";
import { isStoredValue } from "@membership_pos/app/utils/membership";

patch(PosPayment.prototype, {
    /** What was reserved may have earned better prices: before core asks what is due. */
    handlePaymentResponse() {
        const result = super.handlePaymentResponse(...arguments);
        if (isStoredValue(this.payment_method_id)) {
            this.pos_order_id.applyStoredPrice();
        }
        return result;
    },
});
