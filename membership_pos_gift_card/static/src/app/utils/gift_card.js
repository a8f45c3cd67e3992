/** Whether this method takes gift cards. */
export function isGiftCard(paymentMethod) {
    return paymentMethod?.use_payment_terminal === "membership_gift";
}

/**
 * Codes of the cards in hand by uuid of the payment line. Whoever knows a code can pay:
 * they stay in memory and are neither synced nor kept in the browser.
 */
export const giftCodes = new Map();
