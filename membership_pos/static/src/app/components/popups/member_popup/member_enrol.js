import { _t } from "@web/core/l10n/translation";
import { Component, onWillStart, useState } from "@odoo/owl";
import { useAutofocus } from "@web/core/utils/hooks";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";

/** The shortest form that makes a member: name and phone. */
export class MemberEnrol extends Component {
    static template = "membership_pos.MemberEnrol";
    static props = {
        phone: { type: String, optional: true },
        name: { type: String, optional: true },
        onEnrolled: Function,
        onCancel: Function,
    };

    setup() {
        this.pos = usePos();
        useAutofocus({ refName: "autofocus" });
        this.state = useState({
            name: this.props.name || "",
            phone: this.props.phone || "",
            birthdate_date: "",
            card_number: "",
            type_id: false,
            form: { types: [] },
            error: "",
            isSaving: false,
        });
        onWillStart(() => this.fetchForm());
    }

    /** What the server wants to know here; without it the form cannot be saved anyway. */
    async fetchForm() {
        try {
            this.state.form = await this.pos.callTill("get_enrol_form");
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

    get saveLabel() {
        return _t("Enrol");
    }

    get isComplete() {
        return Boolean(this.state.name.trim() && this.state.phone.trim());
    }

    /** What is sent to the server; bridges add to it. */
    get values() {
        const { name, phone, birthdate_date, card_number, type_id } = this.state;
        return { name, phone, birthdate_date, card_number, type_id };
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
        await this.props.onEnrolled(await this.pos.callTill("enrol", this.values));
    }
}
