import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { PaymentScreen } from "@point_of_sale/app/screens/payment_screen/payment_screen";
import { MemberStrip } from "@membership_pos/app/components/member_strip/member_strip";
import { isStoredValue } from "@membership_pos/app/utils/membership";

patch(PaymentScreen, {
    components: { ...PaymentScreen.components, MemberStrip },
});

patch(PaymentScreen.prototype, {
    setup() {
        super.setup(...arguments);
        // Core listens on the product screen only; a card is often shown when paying.
        useBarcodeReader({ member: this.onMemberScanned, product: this.onMemberScanned });
    },

    onMounted() {
        super.onMounted(...arguments);
        this.currentOrder.applyStoredPrice();
        this.pos.refreshMember(this.currentOrder);
        this.dropOverpaidStoredValue();
    },

    async onMemberScanned(code) {
        if (!(await this.pos.scanMember(code.code))) {
            this.pos.env.services.barcode_reader.showNotFoundNotification(code);
        }
    },

    /** The basket shrank after a payment was reserved: nothing goes out in cash. */
    async dropOverpaidStoredValue() {
        const order = this.currentOrder;
        const lines = order.storedValueLines.filter((line) => line.amount > 0);
        const stored = lines.reduce((total, line) => total + line.amount, 0);
        if (order.isRefund || stored <= order.totalDue - order.topupTotal + 0.00001) {
            return;
        }
        await this.pos.releaseStoredValue(order, lines);
        lines.forEach((line) => order.removePaymentline(line));
        this.notification.add(_t("The order changed: choose stored value again."), {
            type: "warning",
        });
    },

    async addNewPaymentLine(paymentMethod) {
        if (!isStoredValue(paymentMethod)) {
            return await super.addNewPaymentLine(...arguments);
        }
        if (!this.currentOrder.member && !this.isRefundOrder) {
            if (!(await this.pos.selectMember())) {
                return false;
            }
        }
        const amount = this.currentOrder.getDefaultAmountDueToPayIn(paymentMethod);
        if (!amount) {
            this.pos.showMemberRefusal(this.getNothingToPay());
            return false;
        }
        const isAdded = await super.addNewPaymentLine(...arguments);
        // Core waits for one more click on refunds; nobody has to swipe a card here.
        if (isAdded && this.isRefundOrder) {
            await this.sendPaymentRequest(this.paymentLines.at(-1));
        }
        return isAdded;
    },

    getNothingToPay() {
        const order = this.currentOrder;
        if (this.isRefundOrder) {
            return _t("Nothing of the original order was paid from stored value.");
        }
        if (!order.walletAvailable) {
            return _t("%s has no stored value left: top up first.", order.member.name);
        }
        return order.topupTotal
            ? _t("A top-up cannot be paid from stored value.")
            : _t("Nothing is due any more.");
    },

    /** What was reserved is free again as soon as its line goes. */
    async deletePaymentLine(uuid) {
        const order = this.currentOrder;
        const line = order.getPaymentlineByUuid(uuid);
        if (!isStoredValue(line?.payment_method_id)) {
            return super.deletePaymentLine(...arguments);
        }
        if (line.getPaymentStatus() === "waitingCapture") {
            return;
        }
        await this.pos.releaseStoredValue(order, [line]);
        order.removePaymentline(line);
        this.numberBuffer.reset();
    },

    /** Nobody but the server says that stored value was there. */
    async sendForceDone(line) {
        if (!isStoredValue(line.payment_method_id)) {
            return await super.sendForceDone(...arguments);
        }
    },
});
