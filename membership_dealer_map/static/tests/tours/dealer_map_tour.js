import { registry } from "@web/core/registry";

/** {trigger} for a number of dealers on the map. */
function hasOnMap(count) {
    return { trigger: `.o_dealer_map_count:contains(/^\\s*${count} on the map/)` };
}

function toggle(dimension, name) {
    return { trigger: `.o_dealer_map_${dimension}:contains(${name}) input`, run: "click" };
}

registry.category("web_tour.tours").add("dealer_map", {
    steps: () => [
        { trigger: ".o_dealer_map .leaflet-container .leaflet-control-zoom" },
        hasOnMap(2),
        { trigger: ".o_dealer_map_lost button:contains(Nowhere)" },
        toggle("level", "Agent"),
        hasOnMap(1),
        toggle("level", "Agent"),
        toggle("territory", "North"),
        hasOnMap(1),
        toggle("territory", "North"),
        toggle("state", "Closed"),
        hasOnMap(3),
        { trigger: "button:contains(territory)", run: "click" },
        { trigger: ".o_dealer_map_territory .o_dealer_map_dot" },
        { trigger: ".o_dealer_map_lost button:contains(Nowhere)", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=partner_id]:has(input, a)" },
        { trigger: "button[name=action_view_map]", run: "click" },
        { trigger: ".o_notification:contains(not known yet)" },
        hasOnMap(2),
    ],
});
