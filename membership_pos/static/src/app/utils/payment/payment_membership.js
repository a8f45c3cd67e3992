import { _t } from "@web/core/l10n/translation";
import { PaymentInterface } from "@point_of_sale/app/utils/payment/payment_interface";
import { register_payment_method } from "@point_of_sale/app/services/pos_store";

/**
 * Stored value as a terminal without a device: the server reserves the amount under the
 * uuid of the payment line and takes it when the order is saved.
 */
export class PaymentMembership extends PaymentInterface {
    /**
     * Core leaves all terminals blocked when this throws, and "waiting" would offer the
     * cashier to force the payment through.
     */
    async sendPaymentRequest(uuid) {
        const order = this.pos.getOrder();
        const line = order.getPaymentlineByUuid(uuid);
        line.setPaymentStatus("waitingCapture");
        try {
            return line.amount < 0
                ? this.checkRefund(order, line)
                : await this.reserve(order, line);
        } catch (error) {
            this.pos.explainMemberError(error);
            await this.pos.refreshMember(order);
            return false;
        }
    }

    /** Ask the server to reserve the amount of a line, at most what can be paid. */
    async reserve(order, line) {
        const member = order.member;
        line.setAmount(Math.min(line.amount, order.getStoredValueCap(line)));
        if (!member || line.amount <= 0) {
            this.pos.showMemberRefusal(_t("There is no stored value to pay with."));
            return false;
        }
        const { held } = await this.pos.callTill(
            "hold",
            line.uuid,
            member.id,
            order.membership_card_id?.id || false,
            line.amount.toFixed(order.currency.decimal_places)
        );
        order.takeFromWallet(parseFloat(held));
        return true;
    }

    /** A refund needs no reservation: the server gives back what was paid, no more. */
    checkRefund(order, line) {
        if (this.pos.data.network.offline) {
            this.pos.showMemberRefusal(
                _t("Refunds to stored value need the server. Try again when it is back.")
            );
            return false;
        }
        const most = order.getRefundableStoredValue(line);
        line.setAmount(Math.max(line.amount, -most));
        return line.amount < 0;
    }

    async sendPaymentCancel(order, uuid) {
        await this.pos.releaseStoredValue(order, [order.getPaymentlineByUuid(uuid)]);
        return true;
    }
}

register_payment_method("membership", PaymentMembership);
