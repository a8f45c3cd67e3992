import { registry } from "@web/core/registry";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as PosLoyalty from "@pos_loyalty/../tests/tours/utils/pos_loyalty_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as Member from "@membership_pos/../tests/tours/utils/membership_util";

function clickReward() {
    return [
        ...ProductScreen.clickControlButtonMore(),
        {
            content: "the button says what stands against it",
            trigger: '.control-buttons button.highlight:contains("Instead of the member price")',
            run: "click",
        },
    ];
}

function pay() {
    return [
        ...ProductScreen.clickPayButton(),
        ...PaymentScreen.clickPaymentMethod("Cash"),
        ...PaymentScreen.clickValidate(),
        ReceiptScreen.isShown(),
        ...ReceiptScreen.clickNextOrder(),
    ].flat();
}

registry.category("web_tour.tours").add("membership_pos_loyalty", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.isShown(),
            // Everybody gets the promotion
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            PosLoyalty.hasRewardLine("5% on your order", "-5.00"),
            PosLoyalty.orderTotalIs("95.00"),
            // The member price takes its place
            Member.scanMember("8000000700018", "Lin Wei"),
            ProductScreen.orderLineHas("Tour Tea", "1", "80.00"),
            PosLoyalty.orderTotalIs("80.00"),
            clickReward(),
            Dialog.bodyIs("one or the other"),
            Dialog.confirm("Sell at usual prices"),
            Member.priceIsWaived(),
            PosLoyalty.orderTotalIs("95.00"),
            pay(),
            // A code is asked about and stays unused
            Member.scanMember("8000000700018", "Lin Wei"),
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            PosLoyalty.orderTotalIs("80.00"),
            PosLoyalty.enterCode("TEA5"),
            Dialog.bodyIs("one or the other"),
            Dialog.confirm("Keep the member price", ".btn-secondary"),
            PosLoyalty.orderTotalIs("80.00"),
            pay(),
            Chrome.endTour(),
        ].flat(),
});
