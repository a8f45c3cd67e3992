import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { MapCanvas } from "./map_canvas";

// Told apart by people who see few colours, too (after Okabe and Ito).
const COLORS = [
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#8a6d00",
    "#5e3c99",
];
const NO_COLOR = "#6c757d";
const LISTED = 50; // names of dealers without a position
const DIMENSIONS = ["level", "territory", "state"];

/** Dealers on a map: what is ticked is shown, colours are those of levels or territories. */
export class DealerMap extends Component {
    static template = "membership_dealer_map.DealerMap";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.ground = useRef("ground");
        this.display = { controlPanel: {} };
        this.state = useState({
            dealers: [],
            hidden: { level: {}, territory: {}, state: { applied: true, closed: true } },
            colorBy: "level",
            isOffline: false,
            isCut: false,
            isLocating: false,
        });
        onWillStart(() => Promise.all([loadBundle("membership_dealer_map.leaflet"), this.load()]));
        onMounted(() => this.start());
        onWillUnmount(() => this.canvas.remove());
    }

    // === DATA === //
    async load() {
        const data = await this.orm.call("membership.dealer", "get_map", []);
        this.tiles = data.tiles;
        this.names = {
            level: [...data.levels, [false, _t("No level")]],
            territory: [...data.territories, [false, _t("No territory")]],
            state: data.states,
        };
        this.state.dealers = data.dealers;
        this.state.isCut = data.is_cut;
    }

    start() {
        const onOffline = () => {
            this.state.isOffline = true;
            this.draw();
        };
        this.canvas = new MapCanvas(this.ground.el, this.tiles, onOffline);
        const wanted = this.props.action.context?.dealer_map_id;
        const dealer = this.state.dealers.find(({ id }) => id === wanted);
        if (dealer) {
            this.state.hidden.state[dealer.state] = false;
        }
        this.draw(true);
        if (dealer?.position) {
            this.canvas.goTo(dealer.position);
        } else if (dealer) {
            this.notification.add(_t("The position of %s is not known yet.", dealer.name), {
                type: "warning",
            });
        }
    }

    // === WHAT IS SHOWN === //
    get shown() {
        return this.state.dealers.filter((dealer) =>
            DIMENSIONS.every((dimension) => !this.state.hidden[dimension][dealer[dimension]])
        );
    }

    get lost() {
        return this.shown.filter(({ position }) => !position);
    }

    get lostListed() {
        return this.lost.slice(0, LISTED);
    }

    get panels() {
        const titles = { level: _t("Level"), territory: _t("Territory"), state: _t("State") };
        return DIMENSIONS.map((dimension) => ({
            dimension,
            title: titles[dimension],
            rows: this.names[dimension]
                .map(([id, name]) => ({ id, name, count: this.count(dimension, id) }))
                .filter(({ count }) => count),
        }));
    }

    count(dimension, id) {
        return this.state.dealers.filter((dealer) => dealer[dimension] === id).length;
    }

    color(dimension, id) {
        const index = this.names[dimension].findIndex(([other]) => other === id);
        return id ? COLORS[index % COLORS.length] : NO_COLOR;
    }

    name(dimension, id) {
        return this.names[dimension].find(([other]) => other === id)?.[1] || "";
    }

    draw(isFitted = false) {
        const by = this.state.colorBy;
        const points = this.shown
            .filter(({ position }) => position)
            .map((dealer) => ({
                name: dealer.name,
                city: dealer.city,
                position: dealer.position,
                color: this.color(by, dealer[by]),
                isMuted: dealer.state !== "approved",
                popup: () => this.makePopup(dealer),
            }));
        this.canvas.draw(points, isFitted);
    }

    makePopup(dealer) {
        const popup = document.createElement("div");
        const lines = [
            dealer.city,
            this.name("level", dealer.level),
            this.name("state", dealer.state),
        ];
        for (const [tag, line] of [
            ["strong", dealer.name],
            ...lines.map((each) => ["div", each]),
        ]) {
            const element = document.createElement(tag);
            element.textContent = line;
            popup.append(element);
        }
        const button = document.createElement("button");
        button.className = "btn btn-sm btn-primary mt-2 o_dealer_map_open";
        button.textContent = _t("Open");
        button.addEventListener("click", () => this.open(dealer));
        popup.append(button);
        return popup;
    }

    // === WHAT PEOPLE DO === //
    toggle(dimension, id) {
        const hidden = this.state.hidden[dimension];
        hidden[id] = !hidden[id];
        this.draw();
    }

    setColorBy(dimension) {
        this.state.colorBy = dimension;
        this.draw();
    }

    fit() {
        this.draw(true);
    }

    async locate() {
        this.state.isLocating = true;
        try {
            const ids = this.lost.map(({ id }) => id);
            const found = await this.orm.call("membership.dealer", "action_locate", [ids]);
            await this.load();
            this.draw(true);
            this.notification.add(_t("%s positions were found.", found), { type: "info" });
        } finally {
            this.state.isLocating = false;
        }
    }

    open(dealer) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "membership.dealer",
            res_id: dealer.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("membership_dealer_map", DealerMap);
