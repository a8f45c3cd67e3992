import { registry } from "@web/core/registry";

/** What a dealer pays for a variant, retail struck through beside it, and from ten on. */
function shows(price, fromTen, other) {
    return [
        { trigger: `.o_membership_dealer_breaks td:contains(${fromTen})` },
        { trigger: `.o_membership_dealer_breaks:not(:contains(${other}))` },
        { trigger: `.product_price .oe_price:contains(${price})` },
        { trigger: ".product_price .oe_default_price:contains(100.00)" },
    ];
}

function choose(name) {
    return { trigger: `input.js_variant_change[data-value-name='${name}']`, run: "click" };
}

registry.category("web_tour.tours").add("dealer_variants", {
    steps: () => [
        ...shows("61.37", "53.59", "40.11"),
        choose("Large"),
        ...shows("45.23", "40.11", "53.59"),
        choose("Plain"),
        { trigger: ".product_price .oe_price:contains(77.77)" },
        { trigger: "main:not(:has(.o_membership_dealer_breaks td))" },
        choose("Small"),
        ...shows("61.37", "53.59", "40.11"),
    ],
});
