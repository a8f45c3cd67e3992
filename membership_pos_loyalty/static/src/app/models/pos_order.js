import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";

/** Gift cards and eWallets of core are ways to pay: they come on top of any price. */
export function isPaymentProgram(program) {
    return ["gift_card", "ewallet"].includes(program?.program_type);
}

/** Whether core's promotions come on top of member prices; never on top of top-ups. */
patch(PosOrder.prototype, {
    /** Why promotions are kept off this order, in a sentence; empty if they are not. */
    getPromotionRefusal() {
        if (this.allowsPromotions || this.isRefund) {
            return "";
        }
        return this.lines.some((line) => line.hasMemberPrice)
            ? this.describeStacking(_t("a promotion or a coupon"))
            : "";
    },

    getClaimableRewards() {
        const rewards = super.getClaimableRewards(...arguments);
        return this.getPromotionRefusal()
            ? rewards.filter(({ reward }) => isPaymentProgram(reward.program_id))
            : rewards;
    },

    /** Rewards that the order would get at usual prices. */
    getWithheldRewards() {
        return this.getPromotionRefusal()
            ? super
                  .getClaimableRewards()
                  .filter(({ reward }) => !isPaymentProgram(reward.program_id))
            : [];
    },

    _applyReward(reward) {
        const refusal = !isPaymentProgram(reward.program_id) && this.getPromotionRefusal();
        return refusal || super._applyReward(...arguments);
    },

    // --- Money that is put on an account is no turnover ---
    isLineValidForLoyaltyPoints(line) {
        return !line.storesValue && super.isLineValidForLoyaltyPoints(...arguments);
    },

    _getDiscountableOnOrder() {
        return this.withoutValueLines(() => super._getDiscountableOnOrder(...arguments));
    },

    _getCheapestLine() {
        return this.withoutValueLines(() => super._getCheapestLine(...arguments));
    },

    _getSpecificDiscountableLines() {
        return this.withoutValueLines(() => super._getSpecificDiscountableLines(...arguments));
    },

    /** Core asks for all lines where it looks for what can be made cheaper. */
    withoutValueLines(compute) {
        this.hidesValueLines = true;
        try {
            return compute();
        } finally {
            this.hidesValueLines = false;
        }
    },

    getOrderlines() {
        const lines = super.getOrderlines(...arguments);
        return this.hidesValueLines ? lines.filter((line) => !line.storesValue) : lines;
    },
});
