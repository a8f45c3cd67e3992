import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { parseFloat } from "@web/views/fields/parsers";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { NumberPopup } from "@point_of_sale/app/components/popups/number_popup/number_popup";
import { PaymentScreenPaymentLines } from "@point_of_sale/app/screens/payment_screen/payment_lines/payment_lines";
import { giftCodes, isGiftCard } from "@membership_pos_gift_card/app/utils/gift_card";

patch(PaymentScreenPaymentLines.prototype, {
    isReserved(line) {
        const isGift = isGiftCard(line.payment_method_id);
        return isGift ? line.getPaymentStatus() === "done" : super.isReserved(...arguments);
    },

    getReservedLabel(line) {
        if (!isGiftCard(line.payment_method_id)) {
            return super.getReservedLabel(...arguments);
        }
        return this.props.isRefundOrder
            ? _t("Goes back to the gift card")
            : _t("Reserved on the gift card");
    },

    /** Pay another part with the same card: a new reservation instead of the old one. */
    async changeStoredValue(line) {
        if (!isGiftCard(line.payment_method_id)) {
            return await super.changeStoredValue(...arguments);
        }
        const order = line.pos_order_id;
        const method = line.payment_method_id;
        const code = giftCodes.get(line.uuid);
        const typed = await makeAwaitable(this.dialog, NumberPopup, {
            title: _t("Pay by gift card"),
            startingValue: this.env.utils.formatCurrency(line.getAmount(), false),
        });
        const amount = typed ? parseFloat(typed) : 0;
        if (!(amount > 0) || !code) {
            return;
        }
        await this.props.deleteLine(line.uuid);
        const { status, data } = order.addPaymentline(method);
        if (status) {
            giftCodes.set(data.uuid, code);
            data.setAmount(Math.min(amount, order.getGiftCap(data)));
            await this.props.sendPaymentRequest(data);
        }
    },
});
