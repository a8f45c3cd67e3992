import { registry } from "@web/core/registry";
import { formatFloat } from "@web/core/utils/numbers";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/** An amount of the ledger: as many decimals as its unit has, signed where it moves. */
export class UnitAmountField extends FloatField {
    get formattedValue() {
        const decimals = this.props.record.data.decimals ?? 2;
        return formatFloat(this.value || 0, { digits: [false, decimals], trailingZeros: true });
    }
}

registry.category("fields").add("unit_amount", {
    ...floatField,
    component: UnitAmountField,
    fieldDependencies: [{ name: "decimals", type: "integer" }],
});
