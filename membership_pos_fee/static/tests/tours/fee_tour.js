import { registry } from "@web/core/registry";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { negate } from "@point_of_sale/../tests/generic_helpers/utils";
import * as Member from "@membership_pos/../tests/tours/utils/membership_util";

/** Member 8000000700018 owes 20 and 50. */
registry.category("web_tour.tours").add("membership_pos_fee", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.isShown(),
            Member.scanMember("8000000700018", "Lin Wei"),
            {
                content: "two fees are due",
                trigger: '.member-strip-fee:contains("70.00")',
                run: "click",
            },
            ProductScreen.orderLineHas("Membership fee", "1", "50.00"),
            ProductScreen.orderLineHas("Membership fee", "1", "20.00"),
            { content: "nothing else is due", trigger: negate(".member-strip-fee") },
            {
                content: "a fee earns no points",
                trigger: negate('.member-strip-points:contains("≈")'),
            },
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            ReceiptScreen.clickNextOrder(),
            Member.scanMember("8000000700018", "Lin Wei"),
            { content: "nothing is due", trigger: negate(".member-strip-fee") },
            Chrome.endTour(),
        ].flat(),
});
