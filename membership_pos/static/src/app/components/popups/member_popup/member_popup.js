import { _t } from "@web/core/l10n/translation";
import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { MemberDetails } from "@membership_pos/app/components/popups/member_popup/member_details";
import { MemberEnrol } from "@membership_pos/app/components/popups/member_popup/member_enrol";

/** Find a member by phone, name or number; enrol one; look at the one being served. */
export class MemberPopup extends Component {
    static template = "membership_pos.MemberPopup";
    static components = { Dialog, MemberDetails, MemberEnrol };
    static props = {
        /** Somebody wants to top up: who is no member yet is enrolled first. */
        isForTopup: { type: Boolean, optional: true },
        /** How much, where rules say from which amount on that makes a member. */
        topupAmount: { type: Number, optional: true },
        getPayload: Function,
        close: Function,
    };

    setup() {
        this.pos = usePos();
        useAutofocus({ refName: "autofocus" });
        const partner = this.order.getPartner();
        // Who was chosen as customer and is no member: the form is filled for him.
        this.customer = !this.order.member && !partner?.is_company ? partner : undefined;
        // A rule offers him membership, or he wants what members have: he is asked at once.
        const { isForTopup } = this.props;
        const isAsked = this.customer && (isForTopup || this.customer.membership_is_offered);
        this.state = useState({
            isSearching: !this.order.member,
            isEnrolling: Boolean(isAsked),
            isIssuing: false,
            isLoading: false,
            query: "",
            searched: "",
            members: [],
        });
        useHotkey("enter", () => this.onEnter(), { bypassEditableProtection: true });
    }

    get order() {
        return this.pos.getOrder();
    }

    get title() {
        if (this.state.isEnrolling) {
            return _t("New member");
        }
        if (this.state.isIssuing) {
            return _t("One more card for %s", this.order.member.name);
        }
        return this.state.isSearching ? _t("Find a member") : _t("Member");
    }

    /** Searched in vain: enrolling is the next step. */
    get isNobody() {
        const { searched, query, members } = this.state;
        return Boolean(searched && searched === query.trim() && !members.length);
    }

    get nobodyText() {
        return _t(
            "Nobody found for “%s”. Check the number or enrol a new member.",
            this.state.searched
        );
    }

    /** The customer of the order, as long as nobody else was looked for. */
    get newcomer() {
        return this.state.query.trim() ? undefined : this.customer;
    }

    get searchHint() {
        return _t("Stored value is kept for members: find the member, or enrol the customer.");
    }

    get topupHint() {
        const name = this.newcomer?.name;
        if (!this.props.isForTopup) {
            return undefined;
        }
        return name
            ? _t("Stored value is kept for members: enrol %s first, the top-up comes next.", name)
            : _t(
                  "Stored value is kept for members: enrol the customer first, the top-up comes next."
              );
    }

    /** What was typed, where it looks like a phone: the form starts with it. */
    get typedPhone() {
        return /^\+?[\d\s-]{5,}$/.test(this.state.query) ? this.state.query : "";
    }

    async onEnter() {
        if (!this.state.isSearching || this.state.isEnrolling) {
            return;
        }
        if (this.state.searched !== this.state.query.trim()) {
            await this.search();
        }
        if (this.state.members.length === 1) {
            await this.choose(this.state.members[0]);
        }
    }

    async search() {
        const query = this.state.query.trim();
        if (!query) {
            return;
        }
        this.state.isLoading = true;
        try {
            this.state.members = await this.pos.callTill("find", query);
            this.state.searched = query;
        } catch (error) {
            this.pos.explainMemberError(error);
        } finally {
            this.state.isLoading = false;
        }
    }

    async choose({ id, card_id }, isIssuing = false) {
        try {
            const data = await this.pos.callTill("get_member", id, card_id || false);
            if (isIssuing) {
                await this.pos.setMember(data);
                // Not if the order stays with somebody else, as was said then.
                if (this.order.member?.id === id) {
                    this.issueCard();
                }
            } else {
                await this.serve(data);
            }
        } catch (error) {
            this.pos.explainMemberError(error);
        }
    }

    /** One more card for the member who is served. */
    issueCard() {
        Object.assign(this.state, { isEnrolling: false, isSearching: false, isIssuing: true });
    }

    async serve(data) {
        await this.pos.setMember(data);
        this.props.getPayload(data);
        this.props.close();
    }

    topUp() {
        this.props.close();
        this.pos.topUpMember();
    }

    remove() {
        this.pos.removeMember();
        this.props.close();
    }
}
