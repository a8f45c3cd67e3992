import { _t } from "@web/core/l10n/translation";
import { markup, useState } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { NameAndSignature } from "@web/core/signature/name_and_signature";
import { printPage } from "@membership_pos/app/utils/print_page";
import { MemberEnrol } from "@membership_pos/app/components/popups/member_popup/member_enrol";

const COMPANY_FIELDS = ["company_name", "licence_number", "legal_representative"];
const SPECIAL_FIELDS = ["quantity", "benefit", "discount_rate"];

patch(MemberEnrol, {
    components: { ...MemberEnrol.components, NameAndSignature },
});

patch(MemberEnrol.prototype, {
    setup() {
        super.setup(...arguments);
        Object.assign(this.state, {
            accepts: false,
            company_name: "",
            licence_number: "",
            legal_representative: "",
            quantity: "1",
            benefit: "",
            discount_rate: "",
        });
        this.signature = useState({ name: "", isSignatureEmpty: true });
    },

    // --- The charter ---
    get charter() {
        return this.type?.needs_charter ? this.state.form.charter : false;
    },

    get charterText() {
        return markup(this.charter.text || "");
    },

    get acceptText() {
        return _t("The customer accepts %(name)s, version %(version)s.", this.charter);
    },

    get noCharterText() {
        return this.type?.needs_charter && !this.charter
            ? _t("This card asks for the charter, and none is in force: ask the card centre.")
            : "";
    },

    // --- What is approved ---
    get applicationText() {
        const { name, papers } = this.type;
        const sentences = [_t("“%s” is not given at once: the card centre decides.", name)];
        if (papers.length) {
            sentences.push(_t("It will ask for: %s.", papers.join(", ")));
        }
        return sentences.join(" ");
    },

    get applicantFields() {
        const fields = { company: COMPANY_FIELDS, special: SPECIAL_FIELDS };
        return fields[this.type?.applicant] || [];
    },

    /** For a company's card somebody is named, also where the company is a member. */
    get asksPerson() {
        return super.asksPerson || this.type?.applicant === "company";
    },

    /** Whoever decides about an application sees who it is. */
    get needsIdentity() {
        return super.needsIdentity && !this.type?.needs_application;
    },

    get saveLabel() {
        return this.type?.needs_application ? _t("Hand in application") : super.saveLabel;
    },

    get isComplete() {
        const { type } = this;
        return Boolean(
            super.isComplete &&
            !(type?.needs_charter && !(this.charter && this.state.accepts)) &&
            !(type?.needs_signature && this.signature.isSignatureEmpty) &&
            this.applicantFields.every((name) => this.isFilled(name))
        );
    },

    isFilled(name) {
        const isKnown = name === "company_name" && this.member;
        return name === "discount_rate" || isKnown || String(this.state[name]).trim();
    },

    get values() {
        const values = { ...super.values };
        if (this.charter && this.state.accepts) {
            values.charter_id = this.charter.id;
        }
        if (this.type?.needs_signature && !this.signature.isSignatureEmpty) {
            values.signature = this.signature.getSignatureImage().split(",")[1];
        }
        for (const name of this.applicantFields) {
            values[name] = this.state[name];
        }
        return values;
    },

    chooseType() {
        super.chooseType(...arguments);
        this.state.accepts = false;
        Object.assign(this.signature, { isSignatureEmpty: true });
    },

    async send() {
        if (!this.type?.needs_application) {
            return await super.send();
        }
        const memberId = this.member?.id || false;
        const { reference, missing } = await this.pos.callTill("apply", this.values, memberId);
        this.pos.dialog.add(ConfirmationDialog, {
            title: _t("Application %s is handed in", reference),
            body: this.getApplicationAnswer(missing),
            confirmLabel: _t("Print form"),
            confirm: () => this.printApplication(reference),
            cancelLabel: _t("Close"),
            cancel: () => {},
        });
        this.props.onCancel();
    },

    async printApplication(reference) {
        try {
            await printPage(await this.pos.callTill("print_application", reference));
        } catch (error) {
            this.pos.explainMemberError(error);
        }
    },

    getApplicationAnswer(missing) {
        const sentences = [_t("This is no card yet: the card centre decides and issues it.")];
        if (missing.length) {
            sentences.push(_t("Still to be brought: %s.", missing.join(", ")));
        }
        return sentences.join(" ");
    },
});
