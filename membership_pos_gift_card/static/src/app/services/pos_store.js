import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { parseFloat as parseAmount } from "@web/views/fields/parsers";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { NumberPopup } from "@point_of_sale/app/components/popups/number_popup/number_popup";
import { TextInputPopup } from "@point_of_sale/app/components/popups/text_input_popup/text_input_popup";
import { giftCodes, isGiftCard } from "@membership_pos_gift_card/app/utils/gift_card";

patch(PosStore.prototype, {
    get canSellGift() {
        const { can_sell_gift, gift_product_id } = this.config._membership || {};
        return Boolean(can_sell_gift && this.models["product.product"].get(gift_product_id));
    },

    /** Ask for a card: scanned or typed. */
    async askGiftCode(title) {
        const code = await makeAwaitable(this.dialog, TextInputPopup, {
            title,
            placeholder: _t("Scan the card"),
        });
        return code?.trim();
    },

    /** Add a blank to the order; the server activates it when the order is paid. */
    async sellGiftCard() {
        const number = await this.askGiftCode(_t("Sell a gift card"));
        if (!number) {
            return;
        }
        try {
            const blank = await this.callTill("gift_blank", number);
            const price = parseFloat(blank.amount) || (await this.askGiftAmount(blank));
            if (price > 0) {
                await this.addGiftLine(blank, price);
            }
        } catch (error) {
            this.explainMemberError(error);
        }
    },

    async askGiftAmount(blank) {
        const typed = await makeAwaitable(this.dialog, NumberPopup, {
            title: _t("Amount on %s", blank.type),
            subtitle: blank.number,
        });
        return typed ? parseAmount(typed) : 0;
    },

    async addGiftLine(blank, price) {
        if (this.getOrder().lines.some((line) => line.membership_gift_number === blank.number)) {
            this.showMemberRefusal(_t("This gift card is on the order already."));
            return;
        }
        const product = this.models["product.product"].get(this.config._membership.gift_product_id);
        await this.addLineToCurrentOrder(
            {
                product_id: product,
                product_tmpl_id: product.product_tmpl_id,
                price_unit: price,
                membership_gift_number: blank.number,
            },
            {},
            false
        );
    },

    /** Give back what payment lines have reserved on gift cards. */
    async releaseGift(lines) {
        const uuids = lines.filter((line) => line?.amount > 0).map((line) => line.uuid);
        if (!uuids.length) {
            return;
        }
        try {
            await this.callTill("gift_release", uuids);
            uuids.forEach((uuid) => giftCodes.delete(uuid));
        } catch {
            this.notification.add(_t("The reserved amount will be free again later."), {
                type: "warning",
            });
        }
    },

    async _onBeforeDeleteOrder(order) {
        if (!order.finalized) {
            await this.releaseGift(order.giftLines);
        }
        return await super._onBeforeDeleteOrder(...arguments);
    },

    getPaymentMethodFmtAmount(paymentMethod) {
        return isGiftCard(paymentMethod) ? "" : super.getPaymentMethodFmtAmount(...arguments);
    },
});
