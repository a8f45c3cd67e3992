import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { PosOrder } from "@point_of_sale/app/models/pos_order";

/** Whether discounts and promotions come on top of the member price: the level says. */
patch(PosOrder.prototype, {
    get allowsDiscounts() {
        return this.member?.level?.combines_with_discounts !== false;
    },

    get allowsPromotions() {
        return this.member?.level?.combines_with_promotions !== false;
    },

    /** Whether something is taken off the whole order that excludes member prices. */
    get excludesMemberPrice() {
        return this.lines.some((line) =>
            line.isPromotion ? !this.allowsPromotions : line.isDeduction && !this.allowsDiscounts
        );
    },

    /** Why this order cannot be sold as it is, in a sentence; empty if it can. */
    getStackingRefusal() {
        const priced = this.lines.filter((line) => line.hasMemberPrice);
        if (!priced.length || this.isRefund) {
            return "";
        }
        if (this.excludesMemberPrice) {
            const promotion = this.lines.find((line) => line.isPromotion && !this.allowsPromotions);
            return this.describeStacking(
                promotion ? _t("a promotion or a coupon") : _t("a discount of the cashier")
            );
        }
        return !this.allowsDiscounts && priced.some((line) => line.getDiscount())
            ? this.describeStacking(_t("a discount of the cashier"))
            : "";
    },

    describeStacking(what) {
        return _t(
            "The member price of %(level)s does not go together with %(what)s: it is one or the other.",
            { level: this.member.level.name, what }
        );
    },

    /** Sell at what everybody pays, or at the member's prices again. */
    waiveMemberPrice(isWaived) {
        this.assertEditable();
        this.membership_price_waived = isWaived;
        this.setPricelist(this.config.pricelist_id);
    },
});
