import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { ConnectionLostError } from "@web/core/network/rpc";
import { AlertDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { MemberPopup } from "@membership_pos/app/components/popups/member_popup/member_popup";

patch(PosStore.prototype, {
    get canServeMembers() {
        return Boolean(this.config._membership?.can_serve);
    },

    get canIssueCards() {
        return Boolean(this.config._membership?.can_issue_cards);
    },

    /** Names, consequences and choices of what can be done with cards here. */
    get cardSteps() {
        return this.config._membership.card_steps;
    },

    // --- The server ---
    /** Call what the server offers to tills, for this till's session. */
    async callTill(method, ...args) {
        return await this.data.call("membership.till", method, [this.session.id, ...args]);
    },

    /** Show why the server, or its absence, refused something about a member. */
    explainMemberError(error) {
        this.showMemberRefusal(this.getMemberErrorText(error));
    },

    getMemberErrorText(error) {
        return error instanceof ConnectionLostError
            ? _t("The server cannot be reached. Stored value and member cards need it.")
            : error.data?.message || error.message;
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
    async selectMember(options = {}) {
        return await makeAwaitable(this.dialog, MemberPopup, options);
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
                _t("This order belongs to another member: finish it or remove the payment first.")
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

    /** An order that another till began shows its member here, too. */
    setOrder(order) {
        const result = super.setOrder(...arguments);
        if (order?.membership_member_id && !order.member) {
            this.refreshMember(order);
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
});
