import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";
import { daysToBirthday } from "@membership_pos/app/utils/membership";

const BIRTHDAY_NEAR = 7;

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

    get hasBirthday() {
        const days = daysToBirthday(this.member.birthday);
        return days !== false && days <= BIRTHDAY_NEAR;
    }

    get initial() {
        return (this.member.name || "?").trim().charAt(0);
    }
}
