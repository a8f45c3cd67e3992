/**
 * The member price that only stored value earns, as `stored_price.py` of membership_wallet
 * says it; there are the reasons. Whole numbers of the smallest unit, so that both agree.
 */

const toWhole = (amount, digits) => BigInt(Math.round(amount * 10 ** digits));
const toNumber = (whole, digits) => Number(whole) / 10 ** digits;

/**
 * What one piece costs if `paid` of the order comes from stored value.
 *
 * @param {number} usual - what everybody pays for one
 * @param {number} member - what it costs where all is paid from stored value
 * @param {number} paid - from stored value, for the whole order
 * @param {number} total - of the whole order, all of it at the member price
 * @param {number} [digits] - decimals of prices
 * @param {number} [moneyDigits] - decimals of the currency
 */
export function getStoredPrice(usual, member, paid, total, digits = 2, moneyDigits = 2) {
    if (member >= usual || paid <= 0 || total <= 0) {
        return usual;
    }
    if (paid >= total) {
        return member;
    }
    const difference = toWhole(usual, digits) - toWhole(member, digits);
    const saving = (difference * toWhole(paid, moneyDigits)) / toWhole(total, moneyDigits);
    return toNumber(toWhole(usual, digits) - saving, digits);
}

/**
 * What stored value has to pay if `other` means pay a part at the usual price.
 *
 * @param {number} usualTotal - of the whole order at the usual prices
 * @param {number} memberTotal - of the whole order at the member price
 * @param {number} other - paid otherwise
 */
export function getStoredDue(usualTotal, memberTotal, other, digits = 2) {
    if (usualTotal <= 0) {
        return 0;
    }
    const usual = toWhole(usualTotal, digits);
    const left = usual - toWhole(other, digits);
    if (left <= 0n) {
        return 0;
    }
    const due = (2n * left * toWhole(memberTotal, digits) + usual) / (2n * usual);
    return toNumber(due, digits);
}
