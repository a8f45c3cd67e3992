import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { ask } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { PosStore } from "@point_of_sale/app/services/pos_store";

patch(PosStore.prototype, {
    /**
     * Ask whether to sell at the usual prices, where a discount excludes the member price.
     *
     * @returns {Promise<boolean>} whether the member price is out of the way
     */
    async askToWaiveMemberPrice(order, reason) {
        const isWaived = await ask(this.dialog, {
            title: _t("Not on top of the member price"),
            body: reason,
            confirmLabel: _t("Sell at usual prices"),
            cancelLabel: _t("Keep the member price"),
        });
        if (isWaived) {
            order.waiveMemberPrice(true);
        }
        return Boolean(isWaived);
    },

    /** Sell at the member's prices again. */
    takeMemberPriceBack(order) {
        order.waiveMemberPrice(false);
    },

    /** Whether a cashier may make this line cheaper, perhaps without the member price. */
    async mayDiscount(line) {
        const order = line.order_id;
        if (order.allowsDiscounts || !line.hasMemberPrice) {
            return true;
        }
        const reason = order.describeStacking(_t("a discount of the cashier"));
        return await this.askToWaiveMemberPrice(order, reason);
    },

    async setDiscountFromUI(line, value) {
        if (!parseFloat(value) || (await this.mayDiscount(line))) {
            return await super.setDiscountFromUI(...arguments);
        }
    },

    /** Said before the payment, not after it. */
    async pay() {
        const order = this.getOrder();
        const reason = order?.getStackingRefusal();
        if (reason && !(await this.askToWaiveMemberPrice(order, reason))) {
            return;
        }
        return await super.pay(...arguments);
    },
});
