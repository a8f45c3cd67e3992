import { registry } from "@web/core/registry";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as NumberPopup from "@point_of_sale/../tests/generic_helpers/number_popup_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import { negate, scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";

const MODAL = ".modal:not(.o_inactive_modal)";
const CODE = "K7F29QXM0011ABCD";

function typeCard(code) {
    return [
        {
            content: `type ${code}`,
            trigger: `${MODAL} textarea, ${MODAL} input`,
            run: `edit ${code}`,
        },
        Dialog.confirm(),
    ].flat();
}

function isReserved() {
    return {
        content: "the amount is reserved",
        trigger: '.paymentline.electronic_payment:contains("Reserved on the gift card")',
    };
}

/** Blank 8900000000012 has the code above; tea costs 100. */
registry.category("web_tour.tours").add("membership_pos_gift_card", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.isShown(),
            // Sold for 150 in cash
            ProductScreen.clickControlButtonMore(),
            { content: "sell one", trigger: ".o_gift_card_button", run: "click" },
            typeCard("8900000000012"),
            NumberPopup.enterValue("150"),
            NumberPopup.isShown("150"),
            Dialog.confirm(),
            ProductScreen.orderLineHas("Gift card", "1", "150.00"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Gift Card"),
            {
                content: "a gift card does not buy a gift card",
                trigger: `${MODAL} .modal-body:contains("Nothing is due")`,
            },
            { content: "close", trigger: `${MODAL} .modal-footer .btn-primary`, run: "click" },
            { content: "closed", trigger: negate(".modal") },
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            ReceiptScreen.clickNextOrder(),
            // The number alone pays nothing
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Gift Card"),
            typeCard("8900000000012"),
            { content: "refused", trigger: `${MODAL} .modal-body:contains("No gift card")` },
            { content: "close", trigger: `${MODAL} .modal-footer .btn-primary`, run: "click" },
            { content: "closed", trigger: negate(".modal") },
            // The code does, also another part of it
            PaymentScreen.clickPaymentMethod("Gift Card"),
            typeCard(CODE),
            isReserved(),
            PaymentScreen.selectedPaymentlineHas("Gift Card", "150.00"),
            { content: "less", trigger: ".change_stored_value", run: "click" },
            NumberPopup.enterValue("40"),
            NumberPopup.isShown("40"),
            Dialog.confirm(),
            PaymentScreen.remainingIs("260.00"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            ReceiptScreen.paymentLineContains("Gift Card", "40.00"),
            ReceiptScreen.clickNextOrder(),
            // Scanned on the payment screen it pays what is on it
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            ProductScreen.clickPayButton(),
            scan_barcode(CODE),
            isReserved(),
            PaymentScreen.remainingIs("90.00"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            ReceiptScreen.clickNextOrder(),
            // The refund goes back to the card
            ProductScreen.clickRefund(),
            TicketScreen.selectOrderByPrice("300.00"),
            ProductScreen.clickNumpad("1"),
            TicketScreen.toRefundTextContains("To Refund: 1"),
            TicketScreen.confirmRefund(),
            PaymentScreen.isShown(),
            PaymentScreen.clickPaymentMethod("Gift Card"),
            PaymentScreen.selectedPaymentlineHas("Gift Card", "-40.00"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            Chrome.endTour(),
        ].flat(),
});
