const { DateTime } = luxon;

/** Whether members pay with their stored value by this method. */
export function isStoredValue(paymentMethod) {
    return paymentMethod?.use_payment_terminal === "membership";
}

/**
 * Days from today to the next birthday.
 *
 * @param {string|false} birthday - ISO date
 * @param {DateTime} today
 * @returns {number|false} 0 today; false if the birthday is not known
 */
export function daysToBirthday(birthday, today = DateTime.now()) {
    const born = birthday ? DateTime.fromISO(birthday) : false;
    if (!born || !born.isValid) {
        return false;
    }
    const start = today.startOf("day");
    let next = start.set({ month: born.month, day: born.day });
    if (next < start) {
        next = next.plus({ years: 1 });
    }
    return Math.round(next.diff(start, "days").days);
}
