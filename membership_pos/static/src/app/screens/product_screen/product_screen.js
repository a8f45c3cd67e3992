import { patch } from "@web/core/utils/patch";
import { useBarcodeReader } from "@point_of_sale/app/hooks/barcode_reader_hook";
import { ProductScreen } from "@point_of_sale/app/screens/product_screen/product_screen";

patch(ProductScreen.prototype, {
    setup() {
        super.setup(...arguments);
        useBarcodeReader({ member: this._barcodeMemberAction });
    },

    async _barcodeMemberAction(code) {
        if (!(await this.pos.scanMember(code.code))) {
            await super._barcodeProductAction(code);
        }
    },

    /** Imported cards have any number: what is no product may be one of them. */
    async _barcodeProductAction(code) {
        const product = await this._getProductByBarcode(code);
        if (product || !(await this.pos.scanMember(code.code))) {
            await super._barcodeProductAction(code);
        }
    },
});
