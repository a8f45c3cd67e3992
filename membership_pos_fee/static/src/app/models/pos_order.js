import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";

patch(PosOrder.prototype, {
    /** A fee is no purchase: it earns no points. */
    get purchaseTotal() {
        const fees = this.lines.filter((line) => line.isFee);
        return fees.reduce((total, line) => total - line.priceIncl, super.purchaseTotal);
    },

    /** Fees belong to a member: without him they leave the order. */
    clearMember() {
        this.lines.filter((line) => line.isFee).forEach((line) => line.delete());
        return super.clearMember(...arguments);
    },
});
