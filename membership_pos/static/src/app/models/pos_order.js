import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
import { isStoredValue } from "@membership_pos/app/utils/membership";

patch(PosOrder.prototype, {
    /** What the server said of this order's member when he was last looked at. */
    get member() {
        const member = this.uiState.membership;
        return member && member.id === this.membership_member_id?.id ? member : undefined;
    },

    /**
     * Serve a member: his prices from now on.
     *
     * @param {Object} member - till data; its records are loaded already
     */
    setMember(member) {
        this.assertEditable();
        this.uiState.membership = member;
        this.membership_member_id = this.models["membership.member"].get(member.id);
        this.membership_card_id = member.card_id
            ? this.models["membership.card"].get(member.card_id)
            : undefined;
        const partner = this.models["res.partner"].get(member.partner_id);
        if (this.partner_id?.id !== partner?.id) {
            this.setPartner(partner);
        } else {
            this.setPricelist(this.pricelist_id || this.config.pricelist_id);
        }
    },

    clearMember() {
        this.uiState.membership = null;
        this.membership_price_waived = false;
        this.membership_member_id = undefined;
        this.membership_card_id = undefined;
    },

    setPartner(partner) {
        if (this.member && partner?.id !== this.member.partner_id) {
            this.clearMember();
        }
        return super.setPartner(...arguments);
    },

    /** The one place where prices follow the level, whatever list the till would use. */
    setPricelist(pricelist) {
        const isOwn = this.member?.pricelist_id && !this.membership_price_waived;
        const own = isOwn
            ? this.models["product.pricelist"].get(this.member.pricelist_id)
            : undefined;
        return super.setPricelist(own || pricelist);
    },

    /** Show what the server has just reserved as not available any more. */
    takeFromWallet(amount) {
        const { member, walletAvailable } = this;
        if (member) {
            const minus = (text) => String(this.currency.round(parseFloat(text) - amount));
            const wallet = { ...member.wallet, available: minus(walletAvailable) };
            const card_limit = member.card_limit && minus(member.card_limit);
            this.uiState.membership = { ...member, wallet, card_limit };
        }
    },

    // --- Stored value ---
    get topupTotal() {
        return this.lines
            .filter((line) => line.isTopup)
            .reduce((total, line) => total + line.qty * line.price_unit, 0);
    },

    get storedValueLines() {
        return this.payment_ids.filter((line) => isStoredValue(line.payment_method_id));
    },

    get walletAvailable() {
        return parseFloat(this.member?.wallet?.available) || 0;
    },

    /** What there is, or what is left today of the limit of the card in hand. */
    get spendable() {
        const limit = this.member?.card_limit;
        return limit ? Math.min(this.walletAvailable, parseFloat(limit)) : this.walletAvailable;
    },

    /**
     * The most that can be paid from stored value: what is due, what is there, and never
     * a top-up.
     *
     * @param {Object} [except] - payment line that is about to be sent
     */
    getStoredValueCap(except) {
        const others = this.payment_ids.filter((line) => line !== except && line.isDone());
        const paid = others.reduce((total, line) => total + line.amount, 0);
        const stored = others
            .filter((line) => isStoredValue(line.payment_method_id))
            .reduce((total, line) => total + line.amount, 0);
        const due = Math.min(this.totalDue - paid, this.totalDue - this.topupTotal - stored);
        return this.currency.round(Math.max(Math.min(due, this.spendable), 0));
    },

    /** The order that this one refunds. */
    get refundedOrder() {
        const line = this.lines.find((line) => line.refunded_orderline_id);
        return line?.refunded_orderline_id.order_id;
    },

    /**
     * Payments of the refunded order and of all its refunds, this one included.
     *
     * @param {Object} [except] - payment line that is about to be sent
     */
    getRefundPayments(except) {
        const original = this.refundedOrder;
        if (!original) {
            return [];
        }
        const refunds = original.lines
            .flatMap((line) => line.refund_orderline_ids)
            .map((line) => line.order_id)
            .filter((order) => order && order.state !== "cancel");
        return [...new Set([original, ...refunds, this])]
            .flatMap((order) => order.payment_ids)
            .filter((line) => line !== except && line.isDone());
    },

    /** What of the refunded order was paid from stored value and is not refunded yet. */
    getRefundableStoredValue(except) {
        const left = this.getRefundPayments(except)
            .filter((line) => isStoredValue(line.payment_method_id))
            .reduce((total, line) => total + line.amount, 0);
        return this.currency.round(Math.max(left, 0));
    },

    /** By how much the refunds exceed what was paid otherwise than from stored value. */
    get excessiveCashRefund() {
        const payments = this.getRefundPayments();
        if (!payments.some((line) => isStoredValue(line.payment_method_id))) {
            return 0;
        }
        const left = payments
            .filter((line) => !isStoredValue(line.payment_method_id))
            .reduce((total, line) => total + line.amount, 0);
        return this.currency.round(Math.max(this.refundedOrder.topupTotal - left, 0));
    },

    getDefaultAmountDueToPayIn(paymentMethod) {
        if (!isStoredValue(paymentMethod)) {
            return super.getDefaultAmountDueToPayIn(...arguments);
        }
        return this.isRefund
            ? -Math.min(-this.remainingDue, this.getRefundableStoredValue())
            : this.getStoredValueCap();
    },

    /** What of this order is a purchase, and earns: bridges leave out what is none. */
    get purchaseTotal() {
        return this.priceIncl - this.topupTotal;
    },

    /** Points that this order will earn, roughly: the server counts when it is paid. */
    get estimatedPoints() {
        const rate = this.isRefund ? 0 : this.member?.points_rate || 0;
        return Math.max(Math.floor(this.purchaseTotal * rate), 0);
    },
});
