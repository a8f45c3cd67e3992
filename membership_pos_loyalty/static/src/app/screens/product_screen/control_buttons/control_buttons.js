import { patch } from "@web/core/utils/patch";
import { ControlButtons } from "@point_of_sale/app/screens/product_screen/control_buttons/control_buttons";

patch(ControlButtons.prototype, {
    get promotionRefusal() {
        return this.pos.getOrder()?.getPromotionRefusal() || "";
    },

    /** What waits at usual prices is shown as available, with what stands against it. */
    getPotentialRewards() {
        const withheld = this.pos.getOrder()?.getWithheldRewards() || [];
        return withheld.length ? withheld : super.getPotentialRewards(...arguments);
    },

    async clickRewards() {
        const order = this.pos.getOrder();
        const reason = this.promotionRefusal;
        if (reason) {
            // What applies by itself does so now; the others are chosen as ever.
            await this.pos.askToWaiveMemberPrice(order, reason);
            return;
        }
        return await super.clickRewards(...arguments);
    },
});
