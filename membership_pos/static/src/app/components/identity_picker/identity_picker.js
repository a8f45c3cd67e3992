import { Component } from "@odoo/owl";
import { usePos } from "@point_of_sale/app/hooks/pos_hook";

/** How the person at the counter was identified: one tap. */
export class IdentityPicker extends Component {
    static template = "membership_pos.IdentityPicker";
    static props = { value: String, note: String, onChange: Function };

    setup() {
        this.pos = usePos();
    }

    get proofs() {
        return this.pos.cardSteps.proofs;
    }
}
