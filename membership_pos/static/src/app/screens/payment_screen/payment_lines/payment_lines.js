import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { parseFloat } from "@web/views/fields/parsers";
import { NumberPopup } from "@point_of_sale/app/components/popups/number_popup/number_popup";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { PaymentScreenPaymentLines } from "@point_of_sale/app/screens/payment_screen/payment_lines/payment_lines";
import { isStoredValue } from "@membership_pos/app/utils/membership";

patch(PaymentScreenPaymentLines.prototype, {
    /** Whether the amount of this line is reserved and can still be given back. */
    isReserved(line) {
        return isStoredValue(line.payment_method_id) && line.getPaymentStatus() === "done";
    },

    getReservedLabel(line) {
        return this.props.isRefundOrder
            ? _t("Goes back to stored value")
            : _t("Reserved from stored value");
    },

    /** Pay another part from stored value: a new reservation instead of the old one. */
    async changeStoredValue(line) {
        const order = line.pos_order_id;
        const method = line.payment_method_id;
        const most = order.currency.round(order.walletAvailable + line.amount);
        const typed = await makeAwaitable(this.dialog, NumberPopup, {
            title: _t("Pay from stored value"),
            subtitle: _t("Available: %s", this.env.utils.formatCurrency(most)),
            startingValue: this.env.utils.formatCurrency(line.getAmount(), false),
        });
        const amount = typed ? parseFloat(typed) : 0;
        if (!(amount > 0)) {
            return;
        }
        await this.props.deleteLine(line.uuid);
        const { status, data } = order.addPaymentline(method);
        if (status) {
            data.setAmount(Math.min(amount, order.getStoredValueCap(data)));
            await this.props.sendPaymentRequest(data);
        }
    },
});
