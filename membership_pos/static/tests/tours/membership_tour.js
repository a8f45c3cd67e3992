import { registry } from "@web/core/registry";
import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as NumberPopup from "@point_of_sale/../tests/generic_helpers/number_popup_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import * as TicketScreen from "@point_of_sale/../tests/pos/tours/utils/ticket_screen_util";
import {
    setOfflineMode,
    setOnlineMode,
} from "@point_of_sale/../tests/generic_helpers/offline_util";
import { scan_barcode } from "@point_of_sale/../tests/generic_helpers/utils";
import * as Member from "@membership_pos/../tests/tours/utils/membership_util";

/** Gold member 8000000700018 has 60; tea costs 100, for gold 90; 500 earn 50 on top. */
registry.category("web_tour.tours").add("membership_pos_day", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.isShown(),
            // Price, points and top-up
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            ProductScreen.orderLineHas("Tour Tea", "1", "100.00"),
            Member.scanMember("8000000700018", "Lin Wei"),
            Member.levelIs("Gold"),
            Member.moneyIs("60.00"),
            ProductScreen.orderLineHas("Tour Tea", "1", "90.00"),
            Member.estimatedPointsAre("9"),
            Member.topUp("500", "50.00"),
            ProductScreen.orderLineHas("Top-up", "1", "500.00"),
            // Stored value pays goods only, as far as it goes; the rest in cash
            ProductScreen.clickPayButton(),
            Member.storedValueShows("60.00"),
            PaymentScreen.clickPaymentMethod("Stored Value"),
            Member.isReserved(),
            PaymentScreen.selectedPaymentlineHas("Stored Value", "60.00"),
            Member.storedValueShows("0.00"),
            PaymentScreen.remainingIs("530.00"),
            // Another part of it
            { trigger: ".change_stored_value", run: "click" },
            NumberPopup.enterValue("40"),
            NumberPopup.isShown("40"),
            Dialog.confirm(),
            PaymentScreen.remainingIs("550.00"),
            Member.storedValueShows("20.00"),
            // Taken back and chosen again
            PaymentScreen.clickPaymentlineDelButton("Stored Value", "40.00"),
            Member.storedValueShows("60.00"),
            PaymentScreen.clickPaymentMethod("Stored Value"),
            Member.isReserved(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            ReceiptScreen.paymentLineContains("Stored Value", "60.00"),
            Member.receiptSays("wallet", "550.00"),
            Member.receiptSays("earned", "9"),
            Member.receiptSays("points", "9"),
            ReceiptScreen.clickNextOrder(),
            // The refund goes back the way it came
            ProductScreen.clickRefund(),
            TicketScreen.selectOrderByPrice("590.00"),
            ProductScreen.clickNumpad("1"),
            TicketScreen.toRefundTextContains("To Refund: 1"),
            TicketScreen.confirmRefund(),
            PaymentScreen.isShown(),
            Member.memberIs("Lin Wei"),
            // Cash first: the till says where it belongs
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            Member.refused("60.00 more to stored value"),
            PaymentScreen.clickPaymentlineDelButton("Cash", "90.00"),
            PaymentScreen.clickPaymentMethod("Stored Value"),
            PaymentScreen.selectedPaymentlineHas("Stored Value", "-60.00"),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            Member.receiptSays("wallet", "610.00"),
            Member.receiptSays("earned", "-9"),
            ReceiptScreen.clickNextOrder(),
            Chrome.endTour(),
        ].flat(),
});

registry.category("web_tour.tours").add("membership_pos_members", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.isShown(),
            // An imported number that looks like no card of ours; found after no product
            Member.scanMember("OLD-4711", "Wang Fang"),
            // Lost: refused at once, also on the payment screen
            Member.openDetails(),
            Member.reportLoss(),
            scan_barcode("OLD-4711"),
            Member.refused("was reported lost"),
            Member.noMember(),
            ProductScreen.clickDisplayedProduct("Tour Tea"),
            ProductScreen.clickPayButton(),
            scan_barcode("OLD-4711"),
            Member.refused("was reported lost"),
            // Found by name while paying; her cards are lost: nothing is paid with them
            PaymentScreen.clickPaymentMethod("Stored Value"),
            Member.findMember("Wang"),
            Member.chooseMember("Wang Fang"),
            Member.refused("no card that works"),
            PaymentScreen.clickPaymentlineDelButton("Stored Value", "50.00"),
            // The other card, scanned on the payment screen
            Member.scanMember("8000000700018", "Lin Wei"),
            PaymentScreen.totalIs("90.00"),
            // Without the server nothing is authorised, and the terminal is not stuck
            setOfflineMode(),
            PaymentScreen.clickPaymentMethod("Stored Value"),
            Member.refused("cannot be reached"),
            setOnlineMode(),
            PaymentScreen.clickRetryButton(),
            Member.isReserved(),
            // Cancelling the order gives the reserved amount back
            PaymentScreen.clickBack(),
            ProductScreen.clickControlButton("Cancel Order"),
            Dialog.confirm(),
            Member.noMember(),
            Member.scanMember("8000000700018", "Lin Wei"),
            Member.moneyIs("60.00"),
            Member.openDetails(),
            { trigger: ".modal .member-remove", run: "click" },
            // Nobody has this phone: enrol
            Member.openMembers(),
            Member.findMember("+86 137 1111 2222"),
            { trigger: ".modal .member-list:contains('Nobody found')" },
            Member.enrol("Zhao Min", "+86 137 1111 2222"),
            Chrome.endTour(),
        ].flat(),
});

/** A rule offers membership to the customer Zhou Jie. */
registry.category("web_tour.tours").add("membership_pos_offer", {
    steps: () =>
        [
            Member.startForCustomer("Zhou Jie"),
            { content: "he is invited", trigger: ".member-offer", run: "click" },
            Member.enrolInvited("Zhou Jie"),
            Chrome.endTour(),
        ].flat(),
});

/** Zhou Jie is a customer, no member: the way to a top-up leads through the form. */
registry.category("web_tour.tours").add("membership_pos_topup_customer", {
    steps: () =>
        [
            Member.startForCustomer("Zhou Jie"),
            ProductScreen.clickControlButton("Top up"),
            { content: "why", trigger: '.modal .member-hint:contains("Zhou Jie")' },
            { content: "enrol", trigger: ".modal .member-save:enabled", run: "click" },
            {
                content: "the top-up comes next",
                trigger: '.modal .topup-offer:contains("200")',
                run: "click",
            },
            { content: "add it", trigger: ".modal .topup-confirm", run: "click" },
            Member.memberIs("Zhou Jie"),
            ProductScreen.orderLineHas("Top-up", "1", "200.00"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            Member.receiptSays("wallet", "200.00"),
            Chrome.endTour(),
        ].flat(),
});

/** A rule makes members of those who pay in 500 at once: that is asked first. */
registry.category("web_tour.tours").add("membership_pos_topup_rule", {
    steps: () =>
        [
            Member.startForCustomer("Zhou Jie"),
            ProductScreen.clickControlButton("Top up"),
            { content: "who", trigger: '.modal .topup-popup:contains("Zhou Jie")' },
            { content: "so much", trigger: '.modal .topup-least:contains("500.00 or more")' },
            { content: "three", trigger: '.modal .numpad button:contains("3")', run: "click" },
            {
                content: "too little",
                trigger: '.modal .topup-least:contains("497.00 are missing")',
            },
            { content: "not yet", trigger: ".modal .topup-confirm:disabled" },
            {
                content: "what the rule asks for",
                trigger: '.modal .topup-offer:contains("Silver")',
                run: "click",
            },
            { content: "enough", trigger: ".modal .topup-confirm:enabled", run: "click" },
            { content: "enrol", trigger: ".modal .member-save:enabled", run: "click" },
            { content: "it is there", trigger: '.modal .topup-amount:contains("500")' },
            { content: "add it", trigger: ".modal .topup-confirm:enabled", run: "click" },
            Member.memberIs("Zhou Jie"),
            ProductScreen.orderLineHas("Top-up", "1", "500.00"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
            Chrome.endTour(),
        ].flat(),
});

/** Lin's data are old; her card is lost, found, and replaced with a blank of the store. */
registry.category("web_tour.tours").add("membership_pos_cards", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.isShown(),
            Member.scanMember("8000000700018", "Lin Wei"),
            { content: "a hint in the strip", trigger: ".member-strip .member-strip-confirm" },
            Member.openDetails(),
            Member.confirmData("1355"),
            Member.handOverGift("Tour Cup"),
            Member.takeCardStep("report_loss"),
            Member.cardIs("Lost"),
            Member.printForm("Loss Report"),
            Member.takeCardStep("cancel_loss", { proof: "document" }),
            Member.cardIs("Active"),
            Member.takeCardStep("replace", {
                more: true,
                proof: "document",
                newNumber: "550000000002",
            }),
            Member.cardIs("550000000002"),
            Member.serveNobody(),
            Member.scanMember("550000000002", "Lin Wei"),
            Member.openDetails(),
            Member.takeCardStep("freeze", { more: true }),
            Member.cardIs("Frozen"),
            Member.serveNobody(),
            // The next blank goes to a new member: the form asks for its number
            Member.openMembers(),
            Member.findMember("+86 137 1111 3333"),
            {
                content: "enrol",
                trigger: ".modal:not(.o_inactive_modal) .member-enrol",
                run: "click",
            },
            {
                content: "scan the blank",
                trigger: "input[name=member_card_number]",
                run: "edit 550000000001",
            },
            {
                content: "type the name",
                trigger: "input[name=member_name]",
                run: "edit Zhao Min",
            },
            { content: "save", trigger: ".member-save:enabled", run: "click" },
            Member.memberIs("Zhao Min"),
            Member.openDetails(),
            Member.serveNobody(),
            // Lin is about to be enrolled again: the form knows her, and gives one more card
            Member.openMembers(),
            {
                content: "enrol",
                trigger: ".modal:not(.o_inactive_modal) .member-enrol",
                run: "click",
            },
            Member.giveOneMoreCard("+86 137 0000 1355", "Lin Wei", "550000000003"),
            Chrome.endTour(),
        ].flat(),
});
