import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import { negate, scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";

const MODAL = ".modal:not(.o_inactive_modal)";

/** The till is opened, and who is no member yet is the customer of the order. */
export function startForCustomer(name) {
    return [
        Chrome.startPoS(),
        ProductScreen.isShown(),
        ProductScreen.clickPartnerButton(),
        ProductScreen.clickCustomer(name, true),
    ].flat();
}

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

/** The form for new members knows the phone; the next blank of the outlet is handed over. */
export function giveOneMoreCard(phone, name, number) {
    return [
        {
            content: "type the phone",
            trigger: `${MODAL} input[name=member_phone]`,
            run: `edit ${phone} && press Tab`,
        },
        { content: "she is known", trigger: `${MODAL} .member-known:contains("${name}")` },
        { content: "one more card", trigger: `${MODAL} .member-known-card`, run: "click" },
        { content: "not yet", trigger: `${MODAL} .member-save:disabled` },
        { content: "seen", trigger: `${MODAL} [data-proof=document]`, run: "click" },
        { content: "give it", trigger: `${MODAL} .member-save:enabled`, run: "click" },
        memberIs(name),
        {
            content: "which blank to hand over",
            trigger: `.o_notification:contains("${number}")`,
        },
    ];
}

/** The form knows name and phone of who is invited. */
export function enrolInvited(name) {
    return [
        { content: "save", trigger: `${MODAL} .member-save:enabled`, run: "click" },
        memberIs(name),
    ];
}

/** Take the step that a card's large button offers, or another one behind “More”. */
export function takeCardStep(act, { more = false, proof, newNumber } = {}) {
    const details = proof
        ? [
              {
                  content: "without identity there is nothing to press",
                  trigger: `${MODAL} .card-confirm:disabled`,
              },
              {
                  content: `identified by ${proof}`,
                  trigger: `${MODAL} .identity-picker [data-proof=${proof}]`,
                  run: "click",
              },
          ]
        : [];
    const number = newNumber
        ? [
              {
                  content: `the new card is ${newNumber}`,
                  trigger: `${MODAL} .card-new-number`,
                  run: `edit ${newNumber}`,
              },
          ]
        : [];
    const open = more
        ? [
              { content: "more", trigger: `${MODAL} .member-card-more`, run: "click" },
              {
                  content: `choose ${act}`,
                  trigger: `${MODAL} .card-act[data-act=${act}]`,
                  run: "click",
              },
          ]
        : [
              {
                  content: `press ${act}`,
                  trigger: `${MODAL} .member-card-act[data-act=${act}]`,
                  run: "click",
              },
          ];
    return [
        ...open,
        ...number,
        ...details,
        { content: "do it", trigger: `${MODAL} .card-confirm:enabled`, run: "click" },
        { content: "the window is closed", trigger: negate(".card-popup") },
    ];
}

export function cardIs(text) {
    return { content: `a card is ${text}`, trigger: `${MODAL} .member-card:contains("${text}")` };
}

export function serveNobody() {
    return [
        { content: "serve nobody", trigger: `${MODAL} .member-remove`, run: "click" },
        noMember(),
    ];
}

export function reportLoss() {
    return [...takeCardStep("report_loss"), cardIs("Lost"), ...serveNobody()];
}

/** The form of the last step goes to the printer: a page beside the screen. */
export function printForm(title) {
    let printed = "";
    const note = ({ target }) => (printed = target.contentDocument?.body.innerText || printed);
    return [
        {
            content: title,
            trigger: `${MODAL} .member-form-done:contains("${title}")`,
            // The page is gone as soon as the browser has printed it.
            run: () => document.addEventListener("load", note, { capture: true }),
        },
        { content: "print", trigger: `${MODAL} .member-print-form`, run: "click" },
        {
            content: "the form was printed, and can be printed again",
            trigger: `${MODAL} .member-print-form:enabled`,
            run() {
                document.removeEventListener("load", note, { capture: true });
                if (!printed.includes(title)) {
                    throw new Error(`No page to print with ${title}: ${printed}`);
                }
            },
        },
    ];
}

export function handOverGift(name) {
    return [
        {
            content: `hand over ${name}`,
            trigger: `${MODAL} .member-gift:contains("${name}") button`,
            run: "click",
        },
        {
            content: "really",
            trigger: `${MODAL} .modal-footer .btn-primary:contains("Hand over")`,
            run: "click",
        },
        { content: "it waits no more", trigger: negate(".member-gift") },
    ];
}

/** Nobody is kept from selling: the question waits in the member's window. */
export function confirmData(text) {
    return [
        {
            content: `the file says ${text}`,
            trigger: `${MODAL} .member-confirm:contains("${text}")`,
        },
        { content: "confirmed", trigger: `${MODAL} .member-confirmed`, run: "click" },
        { content: "it is asked no more", trigger: negate(".member-confirm") },
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

export function offerIs(stored, usual) {
    return {
        content: `${stored} from stored value, ${usual} otherwise`,
        trigger: `.member-stored-price:has(.member-stored-total:contains("${stored}")):has(.member-usual-total:contains("${usual}"))`,
    };
}

export function priceIsWaived() {
    return { content: "without the member price", trigger: ".member-price-waived" };
}
