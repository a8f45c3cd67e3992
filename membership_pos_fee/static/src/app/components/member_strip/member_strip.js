import { patch } from "@web/core/utils/patch";
import { MemberStrip } from "@membership_pos/app/components/member_strip/member_strip";

patch(MemberStrip.prototype, {
    /** Fees that this order does not pay yet. */
    get feesDue() {
        const paid = new Set(this.props.order.lines.map((line) => line.membership_fee_number));
        return (this.member.fees || []).filter((fee) => !paid.has(fee.number));
    },

    get feeTotal() {
        return this.feesDue.reduce((total, fee) => total + parseFloat(fee.amount), 0);
    },
});
