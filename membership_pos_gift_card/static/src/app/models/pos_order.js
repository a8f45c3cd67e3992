import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { isStoredValue } from "@membership_pos/app/utils/membership";
import { isGiftCard } from "@membership_pos_gift_card/app/utils/gift_card";

patch(PosOrder.prototype, {
    get giftLines() {
        return this.payment_ids.filter((line) => isGiftCard(line.payment_method_id));
    },

    /** A gift card sold is value too: neither stored value nor another card buys it. */
    get topupTotal() {
        const gifts = this.lines.filter((line) => line.isGiftCard);
        return gifts.reduce((total, line) => total + line.qty * line.price_unit, super.topupTotal);
    },

    /**
     * The most that gift cards can pay: what is due, and never what only stores value.
     *
     * @param {Object} [except] - payment line that is about to be sent
     */
    getGiftCap(except) {
        const others = this.payment_ids.filter((line) => line !== except && line.isDone());
        const sum = (lines) => lines.reduce((total, line) => total + line.amount, 0);
        const value = others.filter(
            ({ payment_method_id: method }) => isGiftCard(method) || isStoredValue(method)
        );
        const due = Math.min(
            this.totalDue - sum(others),
            this.totalDue - this.topupTotal - sum(value)
        );
        return this.currency.round(Math.max(due, 0));
    },

    /** Stored value pays what gift cards have not paid yet. */
    getStoredValueCap(except) {
        return Math.min(super.getStoredValueCap(...arguments), this.getGiftCap(except));
    },

    /** What of the refunded order was paid by gift cards and is not refunded yet. */
    getRefundableGift(except) {
        const left = this.getRefundPayments(except)
            .filter((line) => isGiftCard(line.payment_method_id))
            .reduce((total, line) => total + line.amount, 0);
        return this.currency.round(Math.max(left, 0));
    },

    getDefaultAmountDueToPayIn(paymentMethod) {
        if (!isGiftCard(paymentMethod)) {
            return super.getDefaultAmountDueToPayIn(...arguments);
        }
        return this.isRefund
            ? -Math.min(-this.remainingDue, this.getRefundableGift())
            : this.getGiftCap();
    },
});
