import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { TopupPopup } from "@membership_pos/app/components/popups/topup_popup/topup_popup";
import { isStoredValue } from "@membership_pos/app/utils/membership";

patch(PosStore.prototype, {
    get canTopUp() {
        const { can_topup, topup_product_id } = this.config._membership || {};
        return Boolean(can_topup && this.models["product.product"].get(topup_product_id));
    },

    async topUpMember() {
        // Stored value is a member's: whoever is none is enrolled on the way.
        const wanted = this.getOrder().member ? 0 : await this.askNewcomer();
        if (wanted === undefined) {
            return;
        }
        const amount = await makeAwaitable(this.dialog, TopupPopup, {
            member: this.getOrder().member,
            amount: wanted,
        });
        if (amount) {
            const id = this.config._membership.topup_product_id;
            const product = this.models["product.product"].get(id);
            await this.addLineToCurrentOrder(
                {
                    product_id: product,
                    product_tmpl_id: product.product_tmpl_id,
                    price_unit: amount,
                },
                {},
                false
            );
        }
    },

    /**
     * Make a member of who is none. Where rules say from which amount on, that comes first.
     *
     * @returns {Promise<number|undefined>} what he wants to pay in, if known; undefined: no
     */
    async askNewcomer() {
        let steps;
        try {
            steps = await this.callTill("get_topup_steps");
        } catch (error) {
            this.explainMemberError(error);
            return undefined;
        }
        let amount = 0;
        if (steps.length) {
            const customer = this.getOrder().getPartner()?.name;
            amount = await makeAwaitable(this.dialog, TopupPopup, { steps, customer });
        }
        const options = { isForTopup: true, topupAmount: amount };
        return amount !== undefined && (await this.selectMember(options)) ? amount : undefined;
    },

    /**
     * Give back what payment lines have reserved. If the server is away it does so by
     * itself, at the latest when the session is closed.
     */
    async releaseStoredValue(order, lines) {
        const uuids = lines.filter((line) => line?.amount > 0).map((line) => line.uuid);
        const member = order.membership_member_id;
        if (!uuids.length || !member) {
            return;
        }
        try {
            await this.callTill("release", member.id, uuids);
            await this.refreshMember(order);
        } catch {
            this.notification.add(_t("The reserved amount will be free again later."), {
                type: "warning",
            });
        }
    },

    async _onBeforeDeleteOrder(order) {
        if (!order.finalized) {
            await this.releaseStoredValue(order, order.storedValueLines);
        }
        return await super._onBeforeDeleteOrder(...arguments);
    },

    /** What stored value paid is refunded, never edited: the server refuses it. */
    canEditPayment(order) {
        return super.canEditPayment(...arguments) && !order.storedValueLines.length;
    },

    getPaymentMethodFmtAmount(paymentMethod, order) {
        if (!isStoredValue(paymentMethod)) {
            return super.getPaymentMethodFmtAmount(...arguments);
        }
        return order.member && this.env.utils.formatCurrency(order.walletAvailable);
    },
});
