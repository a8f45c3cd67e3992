import { patch } from "@web/core/utils/patch";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { isPaymentProgram } from "@membership_pos_loyalty/app/models/pos_order";

patch(PosStore.prototype, {
    /** The member price takes the place of a promotion, and says so. */
    async setMember(data, order = this.getOrder()) {
        const result = await super.setMember(...arguments);
        const reason = order.getPromotionRefusal();
        if (reason && order.lines.some((line) => line.isPromotion)) {
            this.notification.add(reason, { type: "info" });
        }
        this.updateRewards();
        return result;
    },

    async askToWaiveMemberPrice() {
        const isWaived = await super.askToWaiveMemberPrice(...arguments);
        if (isWaived) {
            this.updateRewards();
        }
        return isWaived;
    },

    takeMemberPriceBack() {
        super.takeMemberPriceBack(...arguments);
        this.updateRewards();
    },

    /** A code of a promotion is asked about at once; one of a gift card is not. */
    async activateCode() {
        const order = this.getOrder();
        const coupons = new Set(order._code_activated_coupon_ids.map(({ id }) => id));
        const rules = new Set(order.uiState.codeActivatedProgramRules);
        const result = await super.activateCode(...arguments);
        const reason = order.getPromotionRefusal();
        if (result !== true || !reason) {
            return result;
        }
        const entered = {
            coupons: order._code_activated_coupon_ids.filter(
                ({ id, program_id }) => !coupons.has(id) && !isPaymentProgram(program_id)
            ),
            rules: order.uiState.codeActivatedProgramRules.filter((id) => !rules.has(id)),
        };
        if (entered.coupons.length || entered.rules.length) {
            await this.settleEnteredCode(order, entered, reason);
        }
        return result;
    },

    /** Sell at usual prices and take the reward, or forget the code: it stays unused. */
    async settleEnteredCode(order, { coupons, rules }, reason) {
        if (!(await this.askToWaiveMemberPrice(order, reason))) {
            order._code_activated_coupon_ids = [["unlink", ...coupons]];
            order.uiState.codeActivatedProgramRules =
                order.uiState.codeActivatedProgramRules.filter((id) => !rules.includes(id));
            await this.orderUpdateLoyaltyPrograms();
            return;
        }
        await this.orderUpdateLoyaltyPrograms();
        const program = rules.length && this.models["loyalty.rule"].get(rules[0]).program_id;
        const claimable = order.getClaimableRewards(coupons[0]?.id, program && program.id);
        if (claimable.length === 1 && !claimable[0].reward.multi_product) {
            order._applyReward(claimable[0].reward, claimable[0].coupon_id);
        }
        this.updateRewards();
    },
});
