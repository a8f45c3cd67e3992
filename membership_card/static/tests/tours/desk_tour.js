import { registry } from "@web/core/registry";

const SEARCH = ".o_membership_desk input";

registry.category("web_tour.tours").add("membership_desk", {
    steps: () => [
        { trigger: `${SEARCH}:focus`, run: "edit 138 7777 6666" },
        { trigger: SEARCH, run: "press Enter" },
        { trigger: ".o_membership_desk h2:contains(Gu Qing)" },
        { trigger: ".o_desk_card.selected .badge:contains(Active)" },
        { trigger: SEARCH, run: "press Alt+1" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".o_desk_card .badge:contains(Lost)" },
        { trigger: ".alert-danger:contains(reported lost)" },
        { trigger: SEARCH, run: "press Escape" },
        { trigger: SEARCH, run: "edit Nobody Known" },
        { trigger: SEARCH, run: "press Enter" },
        { trigger: ".o_desk_start:contains(Nobody is found)" },
        { trigger: "button[name=enrol]", run: "click" },
        { trigger: ".modal .o_field_widget[name=name] input:value(Nobody Known)" },
    ],
});
