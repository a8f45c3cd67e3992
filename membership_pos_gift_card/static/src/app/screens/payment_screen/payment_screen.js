import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import { giftCodes, isGiftCard } from "@membership_pos_gift_card/app/utils/gift_card";

patch(PaymentScreen.prototype, {
    /** What is no member's card may be a gift card: it pays what it can. */
    async onMemberScanned(code) {
        const method = this.payment_methods_from_config.find(isGiftCard);
        const isGiftCode = /^[0-9A-Z]{12,20}$/i.test(code.code);
        if (!method || !isGiftCode || this.isRefundOrder) {
            return await super.onMemberScanned(...arguments);
        }
        if (!(await this.pos.scanMember(code.code))) {
            await this.payByGiftCard(method, code.code);
        }
    },

    async addNewPaymentLine(paymentMethod) {
        if (!isGiftCard(paymentMethod)) {
            return await super.addNewPaymentLine(...arguments);
        }
        if (!this.currentOrder.getDefaultAmountDueToPayIn(paymentMethod)) {
            this.pos.showMemberRefusal(
                this.isRefundOrder
                    ? _t("Nothing of the original order was paid by gift card.")
                    : _t("Nothing is due that a gift card could pay.")
            );
            return false;
        }
        if (this.isRefundOrder) {
            const isAdded = await super.addNewPaymentLine(...arguments);
            if (isAdded) {
                await this.sendPaymentRequest(this.paymentLines.at(-1));
            }
            return isAdded;
        }
        const code = await this.pos.askGiftCode(_t("Pay by gift card"));
        return code ? await this.payByGiftCard(paymentMethod, code) : false;
    },

    /** Reserve what is due, at most what is on the card. */
    async payByGiftCard(method, code) {
        const order = this.currentOrder;
        try {
            const card = await this.pos.callTill("gift_check", code);
            const amount = Math.min(parseFloat(card.available) || 0, order.getGiftCap());
            if (card.error || amount <= 0) {
                this.pos.showMemberRefusal(
                    card.error || _t("Gift card %s is empty, or nothing is due.", card.number)
                );
                return false;
            }
            const { status, data } = order.addPaymentline(method);
            if (!status) {
                this.pos.showMemberRefusal(data);
                return false;
            }
            giftCodes.set(data.uuid, code);
            data.setAmount(amount);
            await this.sendPaymentRequest(data);
            return true;
        } catch (error) {
            this.pos.explainMemberError(error);
            return false;
        }
    },

    /** What was reserved is free again as soon as its line goes. */
    async deletePaymentLine(uuid) {
        const order = this.currentOrder;
        const line = order.getPaymentlineByUuid(uuid);
        if (!isGiftCard(line?.payment_method_id)) {
            return super.deletePaymentLine(...arguments);
        }
        if (line.getPaymentStatus() === "waitingCapture") {
            return;
        }
        await this.pos.releaseGift([line]);
        order.removePaymentline(line);
        this.numberBuffer.reset();
    },

    /** Nobody but the server says that the money was there. */
    async sendForceDone(line) {
        if (!isGiftCard(line.payment_method_id)) {
            return await super.sendForceDone(...arguments);
        }
    },
});
