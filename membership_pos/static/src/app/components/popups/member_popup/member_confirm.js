import { Component, useState } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { IdentityPicker } from "@membership_pos/app/components/identity_picker/identity_picker";

/** “Is this still right?”: one tap if it is, two if something changed; never in the way. */
export class MemberConfirm extends Component {
    static template = "membership_pos.MemberConfirm";
    static components = { IdentityPicker };
    static props = { member: Object };

    setup() {
        this.pos = usePos();
        this.state = useState({
            isChanging: false,
            phone: "",
            email: "",
            birthdate_date: "",
            identifiedBy: "",
            identityNote: "",
            error: "",
            isSaving: false,
        });
    }

    get contact() {
        return this.props.member.contact;
    }

    get summary() {
        const { phone, email, birthday } = this.contact;
        return [phone, email, birthday].filter(Boolean).join(" · ");
    }

    get changes() {
        const { phone, email, birthdate_date } = this.state;
        return { phone: phone.trim(), email: email.trim(), birthdate_date };
    }

    /** Whether something that is on file would be replaced, not only filled in. */
    get isReplacing() {
        const { phone, email, birthdate_date } = this.changes;
        const { contact } = this;
        return Boolean(
            (phone && contact.phone) ||
            (email && contact.email) ||
            (birthdate_date && contact.birthday)
        );
    }

    get needsIdentity() {
        return this.isReplacing && this.contact.needs_identity;
    }

    get isComplete() {
        const isFilled = Object.values(this.changes).some(Boolean);
        return isFilled && (this.state.identifiedBy || !this.needsIdentity);
    }

    /** Of what is on file a cashier without the right may only say that it is right. */
    canChange(current) {
        return !current || this.pos.config._membership.can_serve_cards;
    }

    identify(identifiedBy, identityNote) {
        Object.assign(this.state, { identifiedBy, identityNote });
    }

    async confirm() {
        await this.ask("confirm_data");
    }

    async save() {
        const { identifiedBy: identified_by, identityNote: identity_note } = this.state;
        await this.ask("change_data", this.changes, { identified_by, identity_note });
    }

    async ask(method, ...args) {
        if (this.state.isSaving) {
            return;
        }
        this.state.isSaving = true;
        this.state.error = "";
        try {
            const card = this.pos.getOrder().membership_card_id?.id || false;
            const { id } = this.props.member;
            await this.pos.callTill(method, id, ...args);
            await this.pos.setMember(await this.pos.callTill("get_member", id, card));
        } catch (error) {
            this.state.error = this.pos.getMemberErrorText(error);
        } finally {
            this.state.isSaving = false;
        }
    }
}
