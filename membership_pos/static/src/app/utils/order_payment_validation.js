import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";

patch(OrderPaymentValidation.prototype, {
    /** Say here what the server would refuse: the cashier can still change it. */
    async isOrderValid() {
        const refusal =
            this.getPriceRefusal() ||
            this.order.getStackingRefusal() ||
            this.getMembershipRefusal();
        if (refusal) {
            this.pos.showMemberRefusal(refusal);
            return false;
        }
        return await super.isOrderValid(...arguments);
    },

    /** The basket changed after stored value had earned its price. */
    getPriceRefusal() {
        const before = this.order.totalDue;
        this.order.applyStoredPrice();
        return this.order.currency.isZero(this.order.totalDue - before)
            ? false
            : _t("The prices have changed: look at the payments again.");
    },

    getMembershipRefusal() {
        const order = this.order;
        const { currency } = order;
        const sum = (lines) => lines.reduce((total, line) => total + line.amount, 0);
        const stored = currency.round(sum(order.storedValueLines.filter((l) => l.isDone())));
        const goods = currency.round(order.totalDue - order.topupTotal);
        if (order.lines.some((line) => line.isTopup) && !order.member) {
            return _t("Choose the member whom you want to top up.");
        }
        if (order.topupTotal && this.pos.data.network.offline) {
            return _t("A top-up needs the server. Try again when it is back.");
        }
        if (stored > 0 && stored > goods) {
            return _t("Stored value pays for goods only. Remove the payment and choose it again.");
        }
        const excess = order.isRefund ? order.excessiveCashRefund : 0;
        if (excess > 0) {
            return _t(
                "The order was paid from stored value: refund %s more to stored value.",
                this.pos.env.utils.formatCurrency(excess)
            );
        }
        return false;
    },
});
