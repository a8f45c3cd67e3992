import { patch } from "@web/core/utils/patch";
import { PosOrderline } from "@point_of_sale/app/models/pos_order_line";

patch(PosOrderline.prototype, {
    /** Whether this line puts money on the member's account instead of selling. */
    get isTopup() {
        return Boolean(this.product_id?.product_tmpl_id?.is_membership_topup);
    },

    /** The member gets exactly what is paid. */
    setDiscount(discount) {
        return super.setDiscount(this.isTopup ? 0 : discount);
    },

    // --- Prices of members ---
    /** What one costs by a price list, as core computes it. */
    getListPrice(pricelist) {
        const product = this.product_id;
        const args = [pricelist, this.getQuantity(), this.getPriceExtra(), false, product];
        const precisions = this.models["decimal.precision"];
        const precision = precisions.find((p) => p.name === "Product Price");
        return precision.round(product.product_tmpl_id.getPrice(...args));
    },

    /** Whether a promotion made this line. */
    get isPromotion() {
        return Boolean(this.is_reward_line);
    },

    /** Whether this line takes something off the whole order. */
    get isDeduction() {
        return this.qty * this.price_unit < 0 && !this.refunded_orderline_id;
    },

    /** Whether this line costs the member less than everybody. */
    get hasMemberPrice() {
        const order = this.order_id;
        const own = order.member?.pricelist_id;
        if (this.membership_usual_price) {
            return true;
        }
        return (
            Boolean(own) &&
            order.pricelist_id?.id === own &&
            this.price_type === "original" &&
            !this.isTopup &&
            !this.isPromotion &&
            !this.refunded_orderline_id &&
            this.getListPrice(order.pricelist_id) < this.getListPrice(order.config.pricelist_id)
        );
    },

    /** Whether paying from stored value may make this line cheaper. */
    get canHaveStoredPrice() {
        return (
            this.price_type === "original" &&
            this.qty > 0 &&
            !this.isTopup &&
            !this.isPromotion &&
            !this.refunded_orderline_id &&
            (!this.getDiscount() || this.order_id.allowsDiscounts) &&
            !this.combo_parent_id &&
            !this.combo_line_ids?.length
        );
    },

    /**
     * Cost `price` because of what is paid from stored value; the usual price without.
     *
     * @param {number} [price]
     * @param {number} [usual] - what everybody pays
     */
    setStoredPrice(price, usual) {
        if (price !== undefined) {
            this.setUnitPrice(price);
            this.membership_usual_price = price < usual ? usual : 0;
        } else if (this.membership_usual_price) {
            if (this.price_type === "original") {
                this.setUnitPrice(this.membership_usual_price);
            }
            this.membership_usual_price = 0;
        }
    },

    canBeMergedWith(orderline) {
        return !this.isTopup && !orderline.isTopup && super.canBeMergedWith(...arguments);
    },
});
