import { patch } from "@web/core/utils/patch";
import { accountTaxHelpers } from "@account/helpers/account_tax";
import { PosOrder } from "@point_of_sale/app/models/pos_order";
// Patched before this file patches it once more.
import "@membership_pos/app/models/pos_order";
import { getStoredDue, getStoredPrice } from "@membership_pos/app/utils/stored_price";

const TRIES = [0, 1, -1, 2, -2];

/** Prices that hold for what is paid from stored value: the server computes them again. */
patch(PosOrder.prototype, {
    /** The price list that stored value earns for this order's member, if there is one. */
    get storedPricelist() {
        const id = this.member?.stored_pricelist_id;
        if (!id || this.isRefund || this.membership_price_waived || this.excludesMemberPrice) {
            return undefined;
        }
        return this.models["product.pricelist"].get(id);
    },

    get priceDigits() {
        const precisions = this.models["decimal.precision"];
        return precisions.find((precision) => precision.name === "Product Price").digits;
    },

    /** What is paid from stored value so far. */
    get storedPaid() {
        return this.storedValueLines
            .filter((line) => line.isDone() && line.amount > 0)
            .reduce((total, line) => total + line.amount, 0);
    },

    /**
     * Both prices of the lines that stored value makes cheaper.
     *
     * By uuid: within a getter, core wraps a line in another proxy than elsewhere.
     *
     * @returns {Map} {usual, member} by uuid of the line
     */
    getStoredPrices() {
        const prices = new Map();
        const pricelist = this.storedPricelist;
        for (const line of pricelist ? this.lines : []) {
            if (line.canHaveStoredPrice) {
                const usual = line.getListPrice(this.pricelist_id);
                const member = line.getListPrice(pricelist);
                if (member < usual) {
                    prices.set(line.uuid, { usual, member });
                }
            }
        }
        return prices;
    },

    /**
     * What the goods cost, top-ups apart, if some lines had other prices.
     *
     * @param {Map} prices - unit prices by uuid of the line
     */
    getGoodsTotal(prices) {
        const baseLines = this.lines.map((line) =>
            line.getBaseLine({
                quantity: line.qty,
                price_unit: prices.get(line.uuid) ?? line.price_unit,
            })
        );
        accountTaxHelpers.add_tax_details_in_base_lines(baseLines, this.company);
        accountTaxHelpers.round_base_lines_tax_details(baseLines, this.company);
        const totals = accountTaxHelpers.get_tax_totals_summary(
            baseLines,
            this.currency,
            this.company
        );
        return this.currency.round(totals.total_amount_currency - this.topupTotal);
    },

    /** What the goods cost at the usual prices and all from stored value, or undefined. */
    get storedOffer() {
        const prices = this.getStoredPrices();
        if (!prices.size) {
            return undefined;
        }
        const pick = (name) => new Map([...prices].map(([uuid, both]) => [uuid, both[name]]));
        const usual = this.getGoodsTotal(pick("usual"));
        const member = this.getGoodsTotal(pick("member"));
        return member < usual ? { prices, usual, member } : undefined;
    },

    /** Unit prices by uuid of the line if `paid` comes from stored value. */
    getBlendedPrices({ prices, member: total }, paid) {
        const { priceDigits, currency } = this;
        const money = currency.decimal_places;
        const blend = ({ usual, member }) =>
            getStoredPrice(usual, member, currency.round(paid), total, priceDigits, money);
        return new Map([...prices].map(([uuid, both]) => [uuid, blend(both)]));
    },

    /**
     * What stored value has to pay of the goods, all in all, beside other means.
     *
     * Prices are rounded, so the formula may miss by a cent or two what is left to pay.
     */
    getStoredDue(offer, other) {
        const { currency } = this;
        const due = getStoredDue(offer.usual, offer.member, other, currency.decimal_places);
        const fits = (paid) =>
            currency.isZero(this.getGoodsTotal(this.getBlendedPrices(offer, paid)) - paid - other);
        const near = TRIES.map((step) => currency.round(due + step * currency.rounding));
        return near.find((paid) => paid > 0 && fits(paid)) ?? due;
    },

    /** Let the lines cost what was earned by what is paid from stored value now. */
    applyStoredPrice() {
        if (this.finalized || this.isRefund) {
            return;
        }
        const offer = this.storedPaid > 0 ? this.storedOffer : undefined;
        const prices = offer ? this.getBlendedPrices(offer, this.storedPaid) : new Map();
        for (const line of this.lines) {
            line.setStoredPrice(prices.get(line.uuid), offer?.prices.get(line.uuid)?.usual);
        }
    },

    // --- Where prices or payments change ---
    setPricelist() {
        const result = super.setPricelist(...arguments);
        this.applyStoredPrice();
        return result;
    },

    removePaymentline() {
        const result = super.removePaymentline(...arguments);
        this.applyStoredPrice();
        return result;
    },

    getStoredValueCap(except) {
        const offer = this.storedOffer;
        if (!offer) {
            return super.getStoredValueCap(...arguments);
        }
        const stored = this.storedPaid;
        const others = this.payment_ids.filter((line) => line !== except && line.isDone());
        const paid = others.reduce((total, line) => total + line.amount, 0) - stored;
        // Other money pays the top-ups first: stored value cannot.
        const other = Math.max(this.currency.round(paid - this.topupTotal), 0);
        const due = this.getStoredDue(offer, other) - stored;
        return this.currency.round(Math.max(Math.min(due, this.spendable), 0));
    },
});
