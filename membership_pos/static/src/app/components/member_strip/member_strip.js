import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { daysToBirthday } from "@membership_pos/app/utils/membership";

const BIRTHDAY_NEAR = 7;
const NO_LEVEL_COLOR = "#8f8f8f";

/** One line above the order: who is served, what he has, what he will earn. */
export class MemberStrip extends Component {
    static template = "membership_pos.MemberStrip";
    static props = { order: Object };

    setup() {
        this.pos = usePos();
    }

    get member() {
        return this.props.order.member;
    }

    get pointsText() {
        return _t("%s points", this.member.points.available);
    }

    get hasBirthday() {
        const days = daysToBirthday(this.member.birthday);
        return days !== false && days <= BIRTHDAY_NEAR;
    }

    /** Both totals, where paying from stored value makes a difference. */
    get storedOffer() {
        return this.props.order.finalized ? undefined : this.props.order.storedOffer;
    }

    get levelColor() {
        return this.member.level?.color || NO_LEVEL_COLOR;
    }

    get initial() {
        return (this.member.name || "?").trim().charAt(0);
    }
}
