import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { ConnectionLostError } from "@web/core/network/rpc";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { MemberPopup } from "@membership_pos/app/components/popups/member_popup/member_popup";
import { TopupPopup } from "@membership_pos/app/components/popups/topup_popup/topup_popup";
import { isStoredValue } from "@membership_pos/app/utils/membership";

patch(PosStore.prototype, {
    get canServeMembers() {
        return Boolean(this.config._membership?.can_serve);
    },

    get canTopUp() {
        const { can_topup, topup_product_id } = this.config._membership || {};
        return Boolean(can_topup && this.models["product.product"].get(topup_product_id));
    },

    // --- The server ---
    /** Call what the server offers to tills, for this till's session. */
    async callTill(method, ...args) {
        return await this.data.call("membership.till", method, [this.session.id, ...args]);
    },

    /** Show why the server, or its absence, refused something about a member. */
    explainMemberError(error) {
        if (error instanceof ConnectionLostError) {
            this.showMemberRefusal(
                _t("The server cannot be reached. Stored value and member cards need it.")
            );
        } else {
            this.showMemberRefusal(error.data?.message || error.message);
        }
    },

    showMemberRefusal(body, title = _t("Not possible")) {
        this.dialog.add(AlertDialog, { title, body });
    },

    // --- Finding ---
    /**
     * Serve the member of a scanned card.
     *
     * @returns {Promise<boolean>} whether the code was a card's, also one that is refused
     */
    async scanMember(code) {
        if (!this.canServeMembers) {
            return false;
        }
        try {
            const member = await this.callTill("scan", code);
            return member ? await this.setMember(member) : false;
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return false;
            }
            this.showMemberRefusal(error.data?.message || error.message, _t("Card refused"));
            return true;
        }
    },

    /** Let the cashier choose, enrol or look at a member. */
    async selectMember() {
        return await makeAwaitable(this.dialog, MemberPopup, {});
    },

    /**
     * Serve a member in the current order.
     *
     * @param {Object} data - till data with the records it needs
     */
    async setMember(data, order = this.getOrder()) {
        const current = order.membership_member_id;
        const isOther = current && current.id !== data.id;
        if (isOther && (order.storedValueLines.length || order.getHasRefundLines())) {
            this.showMemberRefusal(
                _t("This order belongs to another member: finish it or remove his payment first.")
            );
            return true;
        }
        await this.loadMember(data);
        order.setMember({ ...data, records: undefined });
        return true;
    },

    async loadMember(data) {
        const records = await this.data.missingRecursive(data.records);
        this.data.synchronizeServerDataInIndexedDB(data.records);
        this.models.connectNewData(records);
    },

    /** Fetch balances again; quietly, because they are only shown. */
    async refreshMember(order = this.getOrder()) {
        const member = order?.membership_member_id;
        if (!member || order.finalized) {
            return;
        }
        try {
            const card = order.membership_card_id?.id || false;
            await this.setMember(await this.callTill("get_member", member.id, card), order);
        } catch {
            // Shown figures may be old: the server checks whatever is done with them.
        }
    },

    removeMember(order = this.getOrder()) {
        if (order.storedValueLines.length || order.getHasRefundLines()) {
            this.showMemberRefusal(_t("Remove the payment from stored value first."));
            return;
        }
        order.clearMember();
        order.setPartner(false);
    },

    /** A customer who is a member is served as one, however he was chosen. */
    setPartnerToCurrentOrder(partner) {
        const result = super.setPartnerToCurrentOrder(...arguments);
        const order = this.getOrder();
        if (partner && this.canServeMembers && order.member?.partner_id !== partner.id) {
            this.recognisePartner(order, partner);
        }
        return result;
    },

    async recognisePartner(order, partner) {
        try {
            const data = await this.callTill("get_member_of_partner", partner.id);
            if (data && order.getPartner()?.id === partner.id) {
                await this.setMember(data, order);
            }
        } catch {
            // Selling goes on without the member when the server cannot be asked.
        }
    },

    // --- Stored value ---
    async topUpMember() {
        if (!this.getOrder().member && !(await this.selectMember())) {
            return;
        }
        const amount = await makeAwaitable(this.dialog, TopupPopup, {
            member: this.getOrder().member,
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

    getPaymentMethodFmtAmount(paymentMethod, order) {
        if (!isStoredValue(paymentMethod)) {
            return super.getPaymentMethodFmtAmount(...arguments);
        }
        return order.member && this.env.utils.formatCurrency(order.walletAvailable);
    },
});
