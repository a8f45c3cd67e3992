import { patch } from "@web/core/utils/patch";
import { CardPopup } from "@membership_pos/app/components/popups/card_popup/card_popup";

patch(CardPopup.prototype, {
    setup() {
        super.setup(...arguments);
        this.state.code = "";
    },

    get isByCode() {
        return this.state.action === "activate_code";
    },

    get isComplete() {
        return super.isComplete && (!this.isByCode || Boolean(this.state.code.trim()));
    },

    async take() {
        if (!this.isByCode) {
            return await super.take();
        }
        const { member, card } = this.props;
        const { code } = this.state;
        const data = await this.pos.callTill("activate_by_code", member.id, card.id, code);
        if (data.error) {
            // No refusal of the server, which would not count the wrong code.
            this.state.code = "";
            throw new Error(data.error);
        }
        return data;
    },
});
