import { registry } from "@web/core/registry";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as NumberPopup from "@point_of_sale/../tests/generic_helpers/number_popup_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as Member from "@membership_pos/../tests/tours/utils/membership_util";

/** Silver members pay 80 instead of 100, for what is paid from stored value: 100 is there. */
registry.category("web_tour.tours").add("membership_pos_stored_price", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.isShown(),
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            Member.scanMember("8000000700025", "Chen Jie"),
            // Both totals, before anything is paid
            ProductScreen.orderLineHas("Tour Tea", "1", "100.00"),
            Member.offerIs("80.00", "100.00"),
            ProductScreen.clickPayButton(),
            Member.offerIs("80.00", "100.00"),
            PaymentScreen.totalIs("100.00"),
            // All of it
            PaymentScreen.clickPaymentMethod("Stored Value"),
            Member.isReserved(),
            PaymentScreen.selectedPaymentlineHas("Stored Value", "80.00"),
            PaymentScreen.totalIs("80.00"),
            PaymentScreen.validateButtonIsHighlighted(true),
            // A part: half of it saves half
            { trigger: ".change_stored_value", run: "click" },
            NumberPopup.enterValue("40"),
            NumberPopup.isShown("40"),
            Dialog.confirm(),
            PaymentScreen.totalIs("90.00"),
            PaymentScreen.remainingIs("50.00"),
            // None of it
            PaymentScreen.clickPaymentlineDelButton("Stored Value", "40.00"),
            PaymentScreen.totalIs("100.00"),
            // Cash first: stored value pays the member price of what is left
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickNumpad("5 0"),
            PaymentScreen.remainingIs("50.00"),
            PaymentScreen.clickPaymentMethod("Stored Value"),
            Member.isReserved(),
            PaymentScreen.selectedPaymentlineHas("Stored Value", "40.00"),
            PaymentScreen.totalIs("90.00"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            Member.receiptSays("saved", "10.00"),
            Member.receiptSays("wallet", "60.00"),
            ReceiptScreen.clickNextOrder(),
            // More in the basket than there is: 60 of 160 at the member price
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            Member.scanMember("8000000700025", "Chen Jie"),
            Member.offerIs("160.00", "200.00"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Stored Value"),
            Member.isReserved(),
            PaymentScreen.totalIs("185.00"),
            PaymentScreen.remainingIs("125.00"),
            // Back and less of it: what was reserved is not given back in cash
            PaymentScreen.clickBack(),
            ProductScreen.clickOrderline("Tour Tea", "2"),
            ProductScreen.clickNumpad("1"),
            ProductScreen.orderLineHas("Tour Tea", "1"),
            ProductScreen.clickPayButton(),
            PaymentScreen.totalIs("85.00"),
            PaymentScreen.remainingIs("25.00"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            Member.receiptSays("saved", "15.00"),
            ReceiptScreen.clickNextOrder(),
            Chrome.endTour(),
        ].flat(),
});

/** Gold members pay 90 instead of 100, and nothing comes on top of that. */
registry.category("web_tour.tours").add("membership_pos_stacking", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.isShown(),
            Member.scanMember("8000000700018", "Lin Wei"),
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            ProductScreen.orderLineHas("Tour Tea", "1", "90.00"),
            ProductScreen.clickNumpad("%", "5"),
            Dialog.bodyIs("one or the other"),
            Dialog.confirm("Keep the member price", ".btn-secondary"),
            ProductScreen.orderLineHas("Tour Tea", "1", "90.00"),
            // The customer prefers the discount
            ProductScreen.clickNumpad("%", "5"),
            Dialog.is({ title: "Not on top" }),
            Dialog.confirm("Sell at usual prices"),
            Member.priceIsWaived(),
            ProductScreen.orderLineHas("Tour Tea", "1", "95.00"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            ReceiptScreen.clickNextOrder(),
            Chrome.endTour(),
        ].flat(),
});
