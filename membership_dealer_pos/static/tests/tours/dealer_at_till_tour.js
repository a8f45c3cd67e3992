import { registry } from "@web/core/registry";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";

/** Tea costs 100; the dealer pays 61.37, from 10 on 53.59; below it 10 % more. */
registry.category("web_tour.tours").add("membership_dealer_at_till", {
    steps: () =>
        [
            Chrome.startPoS(),
            Dialog.confirm("Open Register"),
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            ProductScreen.orderLineHas("Tour Tea", "1", "100.00"),
            // The dealer's prices, quantity breaks included
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Tour Dealer"),
            ProductScreen.orderLineHas("Tour Tea", "1", "61.37"),
            ProductScreen.clickNumpad("1", "0"),
            ProductScreen.orderLineHas("Tour Tea", "10", "535.90"),
            // Of the sub-dealer, then of somebody who is no dealer
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Tour Sub"),
            ProductScreen.orderLineHas("Tour Tea", "10", "589.50"),
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Tour Customer"),
            ProductScreen.orderLineHas("Tour Tea", "10", "1,000.00"),
            // Sold to the dealer
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Tour Dealer"),
            ProductScreen.totalAmountIs("535.90"),
            ProductScreen.clickPayButton(),
            // The only method is chosen already; companies are invoiced unless one says no.
            PaymentScreen.clickInvoiceButton(),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
        ].flat(),
});
