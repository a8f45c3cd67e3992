import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** The browser prints and makes PDFs: also on a phone, without a server's help. */
export class StatementPrint extends Interaction {
    static selector = ".o_membership_print";
    dynamicContent = {
        _root: { "t-on-click.prevent": () => window.print() },
    };
}

registry.category("public.interactions").add("membership_website.statement_print", StatementPrint);
