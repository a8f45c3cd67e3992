import { negate, scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";

const MODAL = ".modal:not(.o_inactive_modal)";

/** Scan a card and wait until its member is served. */
export function scanMember(code, name) {
    return [...scan_barcode(code), memberIs(name)];
}

export function memberIs(name) {
    return {
        content: `member ${name} is served`,
        trigger: `.member-strip .member-strip-name:contains("${name}")`,
    };
}

export function noMember() {
    return { content: "nobody is served", trigger: negate(".member-strip") };
}

export function levelIs(name) {
    return {
        content: `the level is ${name}`,
        trigger: `.member-strip .member-strip-level:contains("${name}")`,
    };
}

export function moneyIs(amount) {
    return {
        content: `stored value is ${amount}`,
        trigger: `.member-strip .member-strip-money:contains("${amount}")`,
    };
}

export function estimatedPointsAre(points) {
    return {
        content: `about ${points} points will be earned`,
        trigger: `.member-strip .member-strip-points:contains("≈ +${points}")`,
    };
}

export function topUp(amount, bonus) {
    return [
        { content: "top up", trigger: ".member-strip .member-strip-topup", run: "click" },
        {
            content: `choose ${amount}`,
            trigger: `${MODAL} .topup-offer:contains("${amount}")`,
            run: "click",
        },
        {
            content: `the bonus is ${bonus}`,
            trigger: `${MODAL} .topup-preview:contains("${bonus}")`,
        },
        { content: "add it", trigger: `${MODAL} .topup-confirm`, run: "click" },
        { content: "the window is closed", trigger: negate(".topup-popup") },
    ];
}

export function openMembers() {
    return { content: "open members", trigger: ".o_member_button", run: "click" };
}

export function openDetails() {
    return { content: "open the member", trigger: ".member-strip", run: "click" };
}

export function findMember(term) {
    return [
        {
            content: `type ${term}`,
            trigger: `${MODAL} .member-search`,
            run: `edit ${term}`,
        },
        { content: "search", trigger: `${MODAL} .member-find`, run: "click" },
    ];
}

export function chooseMember(name) {
    return {
        content: `choose ${name}`,
        trigger: `${MODAL} .member-line:contains("${name}")`,
        run: "click",
    };
}

export function enrol(name, phone) {
    return [
        { content: "enrol", trigger: `${MODAL} .member-enrol`, run: "click" },
        {
            content: "type the name",
            trigger: `${MODAL} input[name=member_name]`,
            run: `edit ${name}`,
        },
        {
            content: "type the phone",
            trigger: `${MODAL} input[name=member_phone]`,
            run: `edit ${phone}`,
        },
        { content: "save", trigger: `${MODAL} .member-save:enabled`, run: "click" },
        memberIs(name),
    ];
}

/** The form knows name and phone of who is invited. */
export function enrolInvited(name) {
    return [
        { content: "save", trigger: `${MODAL} .member-save:enabled`, run: "click" },
        memberIs(name),
    ];
}

export function reportLoss() {
    return [
        { content: "report loss", trigger: `${MODAL} .member-report-loss`, run: "click" },
        {
            content: "confirm",
            trigger: `${MODAL} .modal-footer .btn-primary:contains("Report loss")`,
            run: "click",
        },
        { content: "the card is lost", trigger: `${MODAL} .member-card:contains("Lost")` },
        { content: "serve nobody", trigger: `${MODAL} .member-remove`, run: "click" },
        noMember(),
    ];
}

/** A dialog says why; close it. */
export function refused(text) {
    return [
        { content: `refused: ${text}`, trigger: `${MODAL} .modal-body:contains("${text}")` },
        { content: "close", trigger: `${MODAL} .modal-footer .btn-primary`, run: "click" },
        { content: "the dialog is closed", trigger: negate(".modal") },
    ];
}

export function storedValueShows(amount) {
    return {
        content: `the method shows ${amount}`,
        trigger: `.paymentmethod:has(.payment-name:contains("Stored Value")):contains("${amount}")`,
    };
}

export function isReserved() {
    return {
        content: "the amount is reserved",
        trigger: ".paymentline.electronic_payment .change_stored_value",
    };
}

export function receiptSays(name, value) {
    return {
        content: `receipt: ${name} ${value}`,
        trigger: `.membership-receipt-${name}:contains("${value}")`,
    };
}
