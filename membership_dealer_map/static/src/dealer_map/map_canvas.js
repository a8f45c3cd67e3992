/* global L */

import { _t } from "@web/core/l10n/translation";

const BLANK = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
const OSM = "openstreetmap.org";
const START = { center: [25, 20], zoom: 2 };
// Pictures that have to fail before the map says so: one or two always may.
const FAILURES = 3;

/** Leaflet, with circles for dealers; knows nothing of filters. */
export class MapCanvas {
    /**
     * @param {HTMLElement} element
     * @param {{url: string, source: string}} tiles
     * @param {() => void} onOffline there are no pictures to be had
     */
    constructor(element, tiles, onOffline) {
        this.map = L.map(element, { preferCanvas: true, zoomControl: false });
        this.map.attributionControl.setPrefix(
            '<a href="https://leafletjs.com" target="_blank" rel="noopener">Leaflet</a>'
        );
        this.isPlain = !tiles.url;
        this.map.setView(START.center, START.zoom);
        L.control
            .zoom({
                position: "bottomright",
                zoomInTitle: _t("Zoom in"),
                zoomOutTitle: _t("Zoom out"),
            })
            .addTo(this.map);
        L.control.scale().addTo(this.map);
        this.circles = L.featureGroup().addTo(this.map);
        if (tiles.url) {
            this.addTiles(tiles, onOffline);
        }
    }

    addTiles({ url, source }, onOffline) {
        const layer = L.tileLayer(url, {
            attribution: attribution(url, source),
            errorTileUrl: BLANK,
            maxZoom: 19,
        });
        let failures = 0;
        let isAnswered = false;
        layer.on("tileload", ({ tile }) => {
            isAnswered ||= !tile.src.startsWith("data:");
        });
        layer.on("tileerror", () => {
            failures += 1;
            if (failures === FAILURES && !isAnswered) {
                this.map.removeLayer(layer);
                this.isPlain = true;
                onOffline();
            }
        });
        layer.addTo(this.map);
    }

    /**
     * Where nothing else tells what is where, cities are named.
     *
     * @param {Array<Object>} points name, city, position, color, isMuted, popup (makes a node)
     * @param {boolean} isFitted show all of them at once
     */
    draw(points, isFitted) {
        this.circles.clearLayers();
        const named = new Set([""]);
        for (const point of points) {
            const isFirst = this.isPlain && !named.has(point.city);
            named.add(point.city);
            const tip = isFirst ? text(point.city) : text(point.name);
            L.circleMarker(point.position, {
                radius: 8,
                color: "#ffffff",
                weight: 2,
                fillColor: point.color,
                fillOpacity: point.isMuted ? 0.35 : 0.95,
            })
                .bindTooltip(tip, {
                    permanent: isFirst,
                    className: isFirst ? "o_dealer_map_city" : "",
                    direction: "right",
                    offset: [8, 0],
                })
                .bindPopup(point.popup)
                .addTo(this.circles);
        }
        if (isFitted && points.length) {
            this.map.fitBounds(this.circles.getBounds(), { padding: [40, 40], maxZoom: 11 });
        }
    }

    goTo(position) {
        this.map.setView(position, 12);
    }

    remove() {
        this.map.remove();
    }
}

/** Who made the map, as text; its name leads to its terms where we know them. */
function attribution(url, source) {
    const name = text(source).innerHTML;
    return url.includes(OSM)
        ? `<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener">${name}</a>`
        : name;
}

/** A name in an element: never read as HTML. */
function text(name) {
    const element = document.createElement("span");
    element.textContent = name;
    return element;
}
