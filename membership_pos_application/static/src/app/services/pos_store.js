import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { PosStore } from "@point_of_sale/app/services/pos_store";
import { makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { CardPopup } from "@membership_pos/app/components/popups/card_popup/card_popup";

patch(PosStore.prototype, {
    /** A scanned card that waits for the code of its holder is asked for it at once. */
    async scanMember() {
        const isCard = await super.scanMember(...arguments);
        if (isCard) {
            await this.askForCode(this.getOrder().member);
        }
        return isCard;
    },

    async askForCode(member) {
        const card = member?.cards.find(({ id }) => id === member.waiting_card_id);
        if (!card) {
            return;
        }
        member.waiting_card_id = false;
        const action = "activate_code";
        const data = await makeAwaitable(this.dialog, CardPopup, { member, card, action });
        if (data) {
            await this.setMember(data);
            this.notification.add(_t("Card %s works now.", card.number), { type: "success" });
        }
    },
});
