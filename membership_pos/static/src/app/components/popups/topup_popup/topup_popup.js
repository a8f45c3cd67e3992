import { _t } from "@web/core/l10n/translation";
import { Component, onMounted, onWillStart, useState } from "@odoo/owl";
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
    static props = {
        /** Who is topped up; nobody yet where `steps` say what makes a member. */
        member: { type: Object, optional: true },
        customer: { type: String, optional: true },
        /** Amounts that make a customer a member, the lowest first, with what he gets. */
        steps: { type: Array, optional: true },
        amount: { type: Number, optional: true },
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.pos = usePos();
        this.numberBuffer = useService("number_buffer");
        this.numberBuffer.use({ triggerAtInput: ({ buffer }) => this.onInput(buffer) });
        useHotkey("enter", () => this.confirm());
        this.state = useState({ buffer: "", bonus: 0, offers: [] });
        this.preview = useDebounced(() => this.fetchBonus(), PREVIEW_DELAY);
        onWillStart(() => this.fetchOffers());
        onMounted(() => this.props.amount && this.chooseAmount(this.props.amount));
    }

    get name() {
        return this.props.member?.name || this.props.customer || _t("New member");
    }

    /** What has to be paid in at least to become a member. */
    get least() {
        const { member, steps } = this.props;
        return parseFloat(member ? member.topup_least : steps[0].amount) || 0;
    }

    get missing() {
        return this.pos.currency.round(Math.max(this.least - this.amount, 0));
    }

    /** Why a smaller amount does not do, in a sentence; what is missing once it is typed. */
    get leastText() {
        const least = this.formatMoney(this.least);
        return this.amount && this.missing
            ? _t("A top-up of %(least)s or more makes a member: %(missing)s are missing.", {
                  least,
                  missing: this.formatMoney(this.missing),
              })
            : _t("A top-up of %s or more makes a member.", least);
    }

    get amount() {
        return this.pos.currency.round(parseFloat(this.state.buffer) || 0);
    }

    get balanceText() {
        const { member } = this.props;
        return member ? _t("Balance now %s", this.formatMoney(member.wallet.balance)) : "";
    }

    get balanceAfter() {
        const balance = parseFloat(this.props.member?.wallet.balance) || 0;
        return balance + this.amount + this.state.bonus;
    }

    formatMoney(amount) {
        return this.env.utils.formatCurrency(parseFloat(amount) || 0);
    }

    async fetchOffers() {
        try {
            const { member, steps } = this.props;
            const offers = member ? await this.pos.callTill("get_offers", member.id) : steps;
            this.state.offers = offers.map(({ amount, bonus, name }) => ({
                amount: parseFloat(amount),
                bonus: parseFloat(bonus) || 0,
                name,
            }));
        } catch (error) {
            this.pos.explainMemberError(error);
        }
    }

    /** Without an answer no bonus is promised; the server grants it all the same. */
    async fetchBonus() {
        const amount = this.amount;
        if (amount <= 0 || !this.props.member) {
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
        this.chooseAmount(offer.amount);
        this.state.bonus = offer.bonus;
    }

    chooseAmount(amount) {
        this.state.buffer = String(amount);
        this.numberBuffer.set(this.state.buffer);
        this.state.bonus = 0;
        this.preview();
    }

    get canConfirm() {
        return this.amount > 0 && !this.missing;
    }

    get confirmLabel() {
        return this.props.member ? _t("Add to the order") : _t("Enrol and top up");
    }

    confirm() {
        if (this.canConfirm) {
            this.props.getPayload(this.amount);
            this.props.close();
        }
    }
}
