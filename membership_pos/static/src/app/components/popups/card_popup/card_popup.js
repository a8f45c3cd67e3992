import { _t } from "@web/core/l10n/translation";
import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { IdentityPicker } from "@membership_pos/app/components/identity_picker/identity_picker";

/** One step in the life of a card: which, why, who asked. */
export class CardPopup extends Component {
    static template = "membership_pos.CardPopup";
    static components = { Dialog, IdentityPicker };
    static props = {
        member: Object,
        card: Object,
        action: { type: String, optional: true },
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.pos = usePos();
        useAutofocus({ refName: "autofocus" });
        this.state = useState({
            action: "",
            cause: "",
            reason: "",
            newNumber: "",
            identifiedBy: "",
            identityNote: "",
            error: "",
            isSaving: false,
        });
        if (this.props.action) {
            this.choose(this.props.action);
        }
    }

    get steps() {
        return this.pos.cardSteps;
    }

    get title() {
        const { action } = this.state;
        return action ? this.steps.names[action] : _t("Card %s", this.props.card.number);
    }

    get consequence() {
        const { action, cause } = this.state;
        const isByPhone = action === "report_loss" && cause === "phone";
        return isByPhone ? this.steps.phone_loss : this.steps.consequences[action];
    }

    get causes() {
        return this.steps.causes[this.state.action] || [];
    }

    get takesBlank() {
        return this.state.action === "replace" && this.props.card.takes_blank;
    }

    get needsIdentity() {
        return this.props.card.identity_acts.includes(this.state.action);
    }

    get isComplete() {
        return Boolean(this.state.action && (this.state.identifiedBy || !this.needsIdentity));
    }

    choose(action) {
        const reason = action === "freeze" ? _t("The member asked for it") : "";
        Object.assign(this.state, { action, reason, error: "" });
        // Who stands at the counter reports in writing; a replaced card is mostly lost.
        const causes = this.causes.map(([key]) => key);
        this.state.cause = causes.includes("formal") ? "formal" : causes[0] || "";
    }

    identify(identifiedBy, identityNote) {
        Object.assign(this.state, { identifiedBy, identityNote });
    }

    get details() {
        const { cause, reason, newNumber, identifiedBy, identityNote } = this.state;
        return {
            cause,
            reason: reason.trim(),
            new_number: newNumber.trim(),
            identified_by: identifiedBy,
            identity_note: identityNote,
        };
    }

    async confirm() {
        if (!this.isComplete || this.state.isSaving) {
            return;
        }
        this.state.isSaving = true;
        this.state.error = "";
        try {
            const data = await this.take();
            this.props.getPayload(data);
            this.props.close();
        } catch (error) {
            // Beside what was typed: the cashier corrects it and goes on.
            this.state.error = this.pos.getMemberErrorText(error);
        } finally {
            this.state.isSaving = false;
        }
    }

    /** Ask the server; bridges have steps with a call of their own. */
    async take() {
        const { member, card } = this.props;
        const { action } = this.state;
        return await this.pos.callTill("act_on_card", member.id, card.id, action, this.details);
    }
}
