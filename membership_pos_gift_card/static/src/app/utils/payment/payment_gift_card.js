import { _t } from "@web/core/l10n/translation";
import { PaymentInterface } from "@point_of_sale/app/utils/payment/payment_interface";
import { register_payment_method } from "@point_of_sale/app/services/pos_store";
import { giftCodes } from "@membership_pos_gift_card/app/utils/gift_card";

/**
 * A gift card as a terminal without a device: the server reserves the amount under the
 * uuid of the payment line and takes it when the order is saved.
 */
export class PaymentGiftCard extends PaymentInterface {
    /** Core leaves all terminals blocked when this throws. */
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
            return false;
        }
    }

    async reserve(order, line) {
        const held = await this.pos.callTill(
            "gift_hold",
            line.uuid,
            giftCodes.get(line.uuid) || "",
            line.amount.toFixed(order.currency.decimal_places)
        );
        if (held.error) {
            this.pos.showMemberRefusal(held.error, _t("Card refused"));
            return false;
        }
        const left = this.pos.env.utils.formatCurrency(parseFloat(held.available));
        line.ticket = "";
        line.setReceiptInfo(_t("Gift card %(number)s, left: %(left)s", { ...held, left }));
        return true;
    }

    /** A refund needs no reservation: the server gives back what was paid, no more. */
    checkRefund(order, line) {
        if (this.pos.data.network.offline) {
            this.pos.showMemberRefusal(
                _t("Refunds to gift cards need the server. Try again when it is back.")
            );
            return false;
        }
        line.setAmount(Math.max(line.amount, -order.getRefundableGift(line)));
        return line.amount < 0;
    }

    async sendPaymentCancel(order, uuid) {
        await this.pos.releaseGift([order.getPaymentlineByUuid(uuid)]);
        return true;
    }
}

register_payment_method("membership_gift", PaymentGiftCard);
