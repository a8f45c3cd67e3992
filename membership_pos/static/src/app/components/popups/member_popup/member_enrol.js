import { _t } from "@web/core/l10n/translation";
import { Component, onWillStart, useState } from "@odoo/owl";
import { useAutofocus } from "@web/core/utils/hooks";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { IdentityPicker } from "@membership_pos/app/components/identity_picker/identity_picker";

/** The shortest form that makes a member, or gives one more card to somebody who is one. */
export class MemberEnrol extends Component {
    static template = "membership_pos.MemberEnrol";
    static components = { IdentityPicker };
    static props = {
        phone: { type: String, optional: true },
        /** The customer of the order, who is no member yet. */
        customer: { type: Object, optional: true },
        /** Why the customer has to become a member, in a sentence. */
        hint: { type: String, optional: true },
        /** What the customer pays in to become a member, where rules ask for that. */
        topupAmount: { type: Number, optional: true },
        /** Who gets one more card; a new member else. */
        member: { type: Object, optional: true },
        onEnrolled: Function,
        onKnown: { type: Function, optional: true },
        onCancel: Function,
    };

    setup() {
        this.pos = usePos();
        useAutofocus({ refName: "autofocus" });
        this.state = useState({
            name: this.props.customer?.name || "",
            phone: this.props.phone || this.props.customer?.phone || "",
            birthdate_date: "",
            card_number: "",
            type_id: false,
            form: { types: [] },
            owner: false,
            identifiedBy: "",
            identityNote: "",
            error: "",
            isSaving: false,
        });
        onWillStart(() => Promise.all([this.fetchForm(), this.checkPhone()]));
    }

    get member() {
        return this.props.member;
    }

    /** What the server wants to know here; without it the form cannot be saved anyway. */
    async fetchForm() {
        try {
            this.state.form = this.member
                ? await this.pos.callTill("get_card_form", this.member.id)
                : await this.pos.callTill("get_enrol_form", this.topupText);
            this.state.type_id = this.types[0]?.id || false;
        } catch (error) {
            this.state.error = this.pos.getMemberErrorText(error);
        }
    }

    get types() {
        return this.state.form.types;
    }

    /** The card that was chosen. */
    get type() {
        return this.types.find(({ id }) => id === this.state.type_id);
    }

    chooseType(id) {
        Object.assign(this.state, { type_id: id, card_number: "", error: "" });
    }

    /** A member is known; who will carry his supplementary card is not. */
    get asksPerson() {
        return !this.member || Boolean(this.type?.needs_holder);
    }

    get needsIdentity() {
        return Boolean(this.member && this.state.form.needs_identity && !this.type?.problem);
    }

    identify(identifiedBy, identityNote) {
        Object.assign(this.state, { identifiedBy, identityNote });
    }

    get saveLabel() {
        return this.member ? _t("Give the card") : _t("Enrol");
    }

    get isPersonComplete() {
        const { name, phone } = this.state;
        return !this.asksPerson || Boolean(name.trim() && (this.member || phone.trim()));
    }

    get isComplete() {
        const isIdentified = this.state.identifiedBy || !this.needsIdentity;
        const isPossible = this.type && !this.type.problem;
        return Boolean(this.isPersonComplete && (!this.member || (isPossible && isIdentified)));
    }

    /** An amount as the server reads it. */
    get topupText() {
        const { topupAmount } = this.props;
        return topupAmount ? topupAmount.toFixed(this.pos.currency.decimal_places) : false;
    }

    /** What is sent to the server; bridges add to it. */
    get values() {
        const { name, phone, birthdate_date, card_number, type_id } = this.state;
        const partner_id = this.props.customer?.id || false;
        const topup_amount = this.topupText;
        return { name, phone, birthdate_date, card_number, type_id, partner_id, topup_amount };
    }

    /** A phone that is a member's: he is served, not enrolled again. */
    async checkPhone() {
        const phone = this.state.phone.trim();
        this.state.owner = false;
        if (this.member || !phone) {
            return;
        }
        try {
            const owner = await this.pos.callTill("find_phone_owner", phone);
            if (phone === this.state.phone.trim()) {
                this.state.owner = owner;
            }
        } catch {
            // Saving says what is wrong.
        }
    }

    async save() {
        if (!this.isComplete || this.state.isSaving) {
            return;
        }
        this.state.isSaving = true;
        this.state.error = "";
        try {
            await this.send();
        } catch (error) {
            // Beside the fields, not above them: the cashier corrects and saves again.
            this.state.error = this.pos.getMemberErrorText(error);
        } finally {
            this.state.isSaving = false;
        }
    }

    async send() {
        const data = this.member
            ? await this.issue()
            : await this.pos.callTill("enrol", this.values);
        await this.props.onEnrolled(data);
        this.announce(data.new_card);
    }

    async issue() {
        const { identifiedBy: identified_by, identityNote: identity_note } = this.state;
        return await this.pos.callTill("issue_card", this.member.id, this.values, {
            identified_by,
            identity_note,
        });
    }

    /** A blank that the server chose is looked for: its number stays on the screen. */
    announce({ number, is_picked }) {
        const text = is_picked
            ? _t("Hand over card %s: it works now.", number)
            : _t("Card %s works now.", number);
        this.pos.notification.add(text, { type: "success", sticky: is_picked });
    }
}
