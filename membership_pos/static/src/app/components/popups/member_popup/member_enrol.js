import { _t } from "@web/core/l10n/translation";
import { Component, useState } from "@odoo/owl";
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
            error: "",
            isSaving: false,
        });
    }

    get isComplete() {
        return Boolean(this.state.name.trim() && this.state.phone.trim());
    }

    async save() {
        if (!this.isComplete || this.state.isSaving) {
            return;
        }
        const { name, phone, birthdate_date } = this.state;
        this.state.isSaving = true;
        this.state.error = "";
        try {
            const data = await this.pos.callTill("enrol", { name, phone, birthdate_date });
            await this.props.onEnrolled(data);
        } catch (error) {
            // Beside the fields, not above them: the cashier corrects and saves again.
            this.state.error =
                error.data?.message || _t("The server cannot be reached: enrol later.");
        } finally {
            this.state.isSaving = false;
        }
    }
}
