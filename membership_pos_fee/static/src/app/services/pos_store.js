import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { PosStore } from "@point_of_sale/app/services/pos_store";

patch(PosStore.prototype, {
    /** Put fees of the member on the order; the server marks them when it is paid. */
    async payFees(fees) {
        for (const fee of fees) {
            const product = this.models["product.product"].get(fee.product_id);
            if (!product) {
                this.showMemberRefusal(_t("Reload the till: it does not know this fee yet."));
                return;
            }
            await this.addLineToCurrentOrder(
                {
                    product_id: product,
                    product_tmpl_id: product.product_tmpl_id,
                    price_unit: parseFloat(fee.amount),
                    membership_fee_number: fee.number,
                    customer_note: `${fee.name} ${fee.number}`,
                },
                {},
                false
            );
        }
    },
});
