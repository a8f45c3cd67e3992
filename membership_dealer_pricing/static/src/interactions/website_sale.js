import { markup } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { setElementContent } from "@web/core/utils/html";
import { WebsiteSale } from "@website_sale/interactions/website_sale";

patch(WebsiteSale.prototype, {
    /** The table of quantity prices follows the variant that a dealer looks at. */
    _onChangeCombination(ev, parent, combination) {
        super._onChangeCombination(...arguments);
        const breaks = parent.querySelector(".o_membership_dealer_breaks");
        if (breaks && "dealer_breaks" in combination) {
            setElementContent(breaks, markup(combination.dealer_breaks));
        }
    },
});
