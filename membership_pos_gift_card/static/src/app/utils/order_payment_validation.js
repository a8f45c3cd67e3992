import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";

patch(OrderPaymentValidation.prototype, {
    /** Say here what the server would refuse: the cashier can still change it. */
    getMembershipRefusal() {
        const lines = this.order.lines.filter((line) => line.isGiftCard);
        if (lines.length && this.order.isToInvoice()) {
            return _t("A gift card is no sale and is not invoiced: switch the invoice off.");
        }
        if (lines.some((line) => line.qty !== 1)) {
            return _t("Gift cards are sold one by one: each has its own number.");
        }
        return super.getMembershipRefusal(...arguments);
    },
});
