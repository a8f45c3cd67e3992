import { registry } from "@web/core/registry";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import { negate, scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
import * as Member from "@membership_pos/../tests/tours/utils/membership_util";

const MODAL = ".modal:not(.o_inactive_modal)";

function type(name, text) {
    return { content: `${name}: ${text}`, trigger: `${MODAL} [name=${name}]`, run: `edit ${text}` };
}

function chooseType(name) {
    return {
        content: `card ${name}`,
        trigger: `${MODAL} .member-types button:contains("${name}")`,
        run: "click",
    };
}

function openForm(phone) {
    return [
        Member.openMembers(),
        Member.findMember(phone),
        { content: "enrol", trigger: `${MODAL} .member-enrol`, run: "click" },
    ].flat();
}

function accept() {
    return [
        { content: "the charter is read", trigger: `${MODAL} .member-charter:contains("2026-1")` },
        { content: "accepted", trigger: `${MODAL} [name=member_charter]`, run: "click" },
    ];
}

function saveIs(state) {
    return { content: `save is ${state}`, trigger: `${MODAL} .member-save:${state}` };
}

/** A stroke over the canvas, as a finger draws it. */
function sign() {
    return {
        content: "sign",
        trigger: `${MODAL} canvas.o_web_sign_signature`,
        run() {
            const { left, top } = this.anchor.getBoundingClientRect();
            const send = (target, name, x, y, buttons) =>
                target.dispatchEvent(
                    new PointerEvent(name, {
                        bubbles: true,
                        cancelable: true,
                        pointerId: 1,
                        isPrimary: true,
                        button: 0,
                        buttons,
                        pressure: 0.5,
                        clientX: left + x,
                        clientY: top + y,
                    })
                );
            send(this.anchor, "pointerdown", 20, 20, 1);
            for (let step = 1; step < 12; step++) {
                send(this.anchor, "pointermove", 20 + 12 * step, 20 + 4 * (step % 4), 1);
            }
            send(this.anchor, "pointerup", 160, 30, 0);
        },
    };
}

registry.category("web_tour.tours").add("membership_pos_application", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.isShown(),
            // Charter and signature: without them there is nothing to press
            openForm("+86 137 1111 4444"),
            type("member_name", "Zhao Min"),
            saveIs("disabled"),
            accept(),
            saveIs("disabled"),
            sign(),
            saveIs("enabled"),
            { content: "enrol", trigger: `${MODAL} .member-save`, run: "click" },
            Member.memberIs("Zhao Min"),
            Member.openDetails(),
            Member.serveNobody(),
            // A card that is approved: an application, and the till says so
            openForm("+86 137 1111 5555"),
            chooseType("Tour Group"),
            {
                content: "it is said",
                trigger: `${MODAL} .member-application:contains("Licence copy")`,
            },
            type("member_name", "Qian Duo"),
            type("company_name", "Tour Tea Ltd"),
            type("licence_number", "91310000"),
            type("legal_representative", "Qian Duo"),
            { content: "hand in", trigger: `${MODAL} .member-save:enabled`, run: "click" },
            {
                content: "no card yet",
                trigger: `${MODAL} .modal-body:contains("Still to be brought: Licence copy")`,
            },
            { content: "print it", trigger: `${MODAL} .modal-footer .btn-primary`, run: "click" },
            { content: "back in the search", trigger: `${MODAL} .member-search` },
            { content: "close", trigger: `${MODAL} .btn-close`, run: "click" },
            { content: "closed", trigger: negate(".modal") },
            // A card that waits for its code is scanned
            scan_barcode("8000000700018"),
            type("activation_code", "111111"),
            { content: "try", trigger: `${MODAL} .card-confirm:enabled`, run: "click" },
            { content: "wrong", trigger: `${MODAL} .alert:contains("not the code")` },
            type("activation_code", "246810"),
            { content: "right", trigger: `${MODAL} .card-confirm:enabled`, run: "click" },
            { content: "the window is closed", trigger: negate(".card-popup") },
            Member.memberIs("Lin Wei"),
            Member.openDetails(),
            Member.cardIs("8000000700018"),
            { content: "nothing waits", trigger: negate("[data-act=activate_code]") },
            Chrome.endTour(),
        ].flat(),
});
