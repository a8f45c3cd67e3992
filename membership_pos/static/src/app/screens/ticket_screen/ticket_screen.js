import { patch } from "@web/core/utils/patch";
import { TicketScreen } from "@point_of_sale/app/screens/ticket_screen/ticket_screen";

patch(TicketScreen.prototype, {
    /** A refund belongs to the member who bought, also if the server is away now. */
    async addAdditionalRefundInfo(order, destinationOrder) {
        await super.addAdditionalRefundInfo(...arguments);
        if (order.membership_member_id) {
            destinationOrder.membership_member_id = order.membership_member_id;
            destinationOrder.membership_card_id = order.membership_card_id;
            await this.pos.refreshMember(destinationOrder);
        }
    },
});
