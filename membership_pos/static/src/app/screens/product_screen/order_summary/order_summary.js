import { patch } from "@web/core/utils/patch";
import { OrderSummary } from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";
import { MemberStrip } from "@membership_pos/app/components/member_strip/member_strip";

patch(OrderSummary, {
    components: { ...OrderSummary.components, MemberStrip },
});

patch(OrderSummary.prototype, {
    /** A price typed by the cashier is a discount like any other. */
    async setLinePrice(line) {
        if (await this.pos.mayDiscount(line)) {
            return await super.setLinePrice(...arguments);
        }
    },
});
