import { _t } from "@web/core/l10n/translation";
import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useService } from "@web/core/utils/hooks";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { useDebounced } from "@web/core/utils/timing";
import { Numpad } from "@point_of_sale/app/components/numpad/numpad";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";

const PREVIEW_DELAY = 300;

/** How much a member pays in; the server says what he gets on top. */
export class TopupPopup extends Component {
    static template = "membership_pos.TopupPopup";
    static components = { Dialog, Numpad };
    static props = { member: Object, getPayload: Function, close: Function };

    setup() {
        this.pos = usePos();
        this.numberBuffer = useService("number_buffer");
        this.numberBuffer.use({ triggerAtInput: ({ buffer }) => this.onInput(buffer) });
        useHotkey("enter", () => this.confirm());
        this.state = useState({ buffer: "", bonus: 0, offers: [] });
        this.preview = useDebounced(() => this.fetchBonus(), PREVIEW_DELAY);
        onWillStart(() => this.fetchOffers());
    }

    get amount() {
        return this.pos.currency.round(parseFloat(this.state.buffer) || 0);
    }

    get balanceText() {
        return _t("Balance now %s", this.formatMoney(this.props.member.wallet.balance));
    }

    get balanceAfter() {
        return parseFloat(this.props.member.wallet.balance) + this.amount + this.state.bonus;
    }

    formatMoney(amount) {
        return this.env.utils.formatCurrency(parseFloat(amount) || 0);
    }

    async fetchOffers() {
        try {
            const offers = await this.pos.callTill("get_offers", this.props.member.id);
            this.state.offers = offers.map(({ amount, bonus }) => ({
                amount: parseFloat(amount),
                bonus: parseFloat(bonus),
            }));
        } catch (error) {
            this.pos.explainMemberError(error);
        }
    }

    /** Without an answer no bonus is promised; the server grants it all the same. */
    async fetchBonus() {
        const amount = this.amount;
        if (amount <= 0) {
            return;
        }
        const text = amount.toFixed(this.pos.currency.decimal_places);
        try {
            const result = await this.pos.callTill("preview_topup", this.props.member.id, text);
            if (this.amount === amount) {
                this.state.bonus = parseFloat(result.bonus);
            }
        } catch (error) {
            this.pos.explainMemberError(error);
        }
    }

    onInput(buffer) {
        this.state.buffer = (buffer || "").replace(/[^\d.,]/g, "").replace(",", ".");
        this.state.bonus = 0;
        this.preview();
    }

    chooseOffer(offer) {
        this.state.buffer = String(offer.amount);
        this.numberBuffer.set(this.state.buffer);
        this.state.bonus = offer.bonus;
    }

    confirm() {
        if (this.amount > 0) {
            this.props.getPayload(this.amount);
            this.props.close();
        }
    }
}
