import { _t } from "@web/core/l10n/translation";
import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { ask, makeAwaitable } from "@point_of_sale/app/utils/make_awaitable_dialog";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { CardPopup } from "@membership_pos/app/components/popups/card_popup/card_popup";
import { MemberConfirm } from "@membership_pos/app/components/popups/member_popup/member_confirm";
import { daysToBirthday } from "@membership_pos/app/utils/membership";
import { printPage } from "@membership_pos/app/utils/print_page";

/** Who is being served: money, points, level, cards. */
export class MemberDetails extends Component {
    static template = "membership_pos.MemberDetails";
    static components = { MemberConfirm };
    static props = {
        order: Object,
        onTopUp: Function,
        onIssue: Function,
        onRemove: Function,
        onChange: Function,
    };

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.known = this.member.cards.map((card) => card.id);
        // What was just done with a card, and its form to sign.
        this.done = useState({ form: false, text: "", isPrinting: false });
    }

    get member() {
        return this.props.order.member;
    }

    get bonusText() {
        const bonus = parseFloat(this.member.wallet.bonus);
        return bonus > 0 ? _t("of which bonus %s", this.formatMoney(bonus)) : "";
    }

    get limitText() {
        const { card_limit } = this.member;
        return card_limit ? _t("this card: at most %s now", this.formatMoney(card_limit)) : "";
    }

    get expiryText() {
        const { expiring, expiring_on } = this.member.points;
        return expiring_on
            ? _t("%(points)s of them lapse after %(day)s", { points: expiring, day: expiring_on })
            : "";
    }

    get progressText() {
        return this.member.level_progress?.sentence || "";
    }

    get levelWarning() {
        return this.member.level_progress?.warning || "";
    }

    get birthdayText() {
        const days = daysToBirthday(this.member.birthday);
        if (days === false || days > 14) {
            return "";
        }
        return days ? _t("Birthday in %s days", days) : _t("Birthday today");
    }

    get stateLabels() {
        return {
            draft: _t("Not active"),
            active: _t("Active"),
            lost: _t("Lost"),
            frozen: _t("Frozen"),
            expired: _t("Expired"),
        };
    }

    formatMoney(amount) {
        return this.env.utils.formatCurrency(parseFloat(amount) || 0);
    }

    getValidity(card) {
        return _t("valid until %s", card.valid_until);
    }

    getGiftValidity(gift) {
        return _t("until %s", gift.good_until);
    }

    /**
     * A gift is handed over once, and cannot be taken back: a slip of the finger is asked.
     * The server says so if another till was faster.
     */
    async handOver(gift) {
        const confirmed = await ask(this.dialog, {
            title: _t("Hand over “%s”?", gift.name),
            body: _t("It is noted for this member, this till and you, and waits no more."),
            confirmLabel: _t("Hand over"),
        });
        if (confirmed && (await this.act("hand_over", gift.id))) {
            this.pos.notification.add(_t("“%s” is handed over.", gift.name), {
                type: "success",
            });
        }
    }

    async act(method, id) {
        try {
            const data = await this.pos.callTill(method, this.member.id, id);
            return await this.pos.setMember(data);
        } catch (error) {
            this.pos.explainMemberError(error);
            return false;
        }
    }

    /**
     * One step in the life of a card; the new card of a replacement is in hand then.
     *
     * @param {string} [action] - chosen already; else the cashier chooses
     */
    async serveCard(card, action) {
        const data = await makeAwaitable(this.dialog, CardPopup, {
            member: this.member,
            card,
            ...(action ? { action } : {}),
        });
        if (data) {
            await this.pos.setMember(data);
            this.done.form = data.form || false;
            this.done.text = this.describeNewCard(card, data);
        }
    }

    /** The number of a card that did not exist before: the cashier hands it over. */
    describeNewCard(old, { cards }) {
        const known = new Set(this.known);
        const fresh = cards.find((card) => !known.has(card.id));
        this.known = cards.map((card) => card.id);
        const values = { old: old.number, number: fresh?.number };
        return fresh
            ? _t("Card %(number)s takes the place of %(old)s: hand it over.", values)
            : _t("Card %s", old.number);
    }

    async printForm() {
        this.done.isPrinting = true;
        try {
            const { id } = this.done.form;
            await printPage(await this.pos.callTill("print_form", this.member.id, id));
        } catch (error) {
            this.pos.explainMemberError(error);
        } finally {
            this.done.isPrinting = false;
        }
    }
}
