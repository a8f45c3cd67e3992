import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import {
    deserializeDate,
    deserializeDateTime,
    formatDate,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import {
    Component,
    onMounted,
    onWillStart,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";

// Acts beyond the ninth have no shortcut.
const SHORTCUTS = "123456789";

/**
 * The screen a card centre lives in: one search box, one member, every act.
 * The server decides what is found, shown and possible; this only asks and shows.
 */
export class MembershipDesk extends Component {
    static template = "membership_card.Desk";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.root = useRef("root");
        this.searchBox = useRef("searchBox");
        this.state = useState({
            term: "",
            searched: "",
            choices: [],
            notices: [],
            desk: null,
            actions: [],
        });
        useSetupAction({
            rootRef: useRef("root"),
            getLocalState: () => ({ memberId: this.memberId, term: this.state.term }),
        });
        // Before Odoo's own: there Alt and a digit change to another menu.
        useExternalListener(window, "keydown", this.onShortcut, { capture: true });
        onWillStart(() => this.start());
        onMounted(() => this.focus());
    }

    get memberId() {
        return this.state.desk?.member.id || false;
    }

    get sections() {
        return this.state.desk ? this.state.desk.actions : this.state.actions;
    }

    /** {key of an act: the digit that presses it together with Alt} */
    get shortcuts() {
        const possible = this.sections.flatMap((section) =>
            section.actions.filter((act) => !act.problem)
        );
        return Object.fromEntries(possible.map((act, position) => [act.key, SHORTCUTS[position]]));
    }

    async start() {
        const kept = this.props.state || {};
        const memberId = kept.memberId || this.props.action.params?.member_id;
        this.state.term = kept.term || "";
        const found = await this.ask("find", [""]);
        this.state.actions = found.actions;
        if (memberId) {
            await this.open(memberId);
        }
    }

    ask(method, args) {
        return this.orm.call("membership.desk", method, args);
    }

    focus() {
        this.searchBox.el?.focus();
        this.searchBox.el?.select();
    }

    async search() {
        const term = this.state.term.trim();
        const found = await this.ask("find", [term]);
        Object.assign(this.state, {
            searched: term,
            choices: found.choices,
            notices: found.notices,
            desk: found.desk || null,
            actions: found.actions,
        });
        this.focus();
    }

    async open(memberId, cardId = false) {
        this.state.desk = await this.ask("get_member", [memberId, cardId]);
        this.focus();
    }

    clear() {
        const empty = { term: "", searched: "", choices: [], notices: [], desk: null };
        Object.assign(this.state, empty);
        this.focus();
    }

    onKeydown(event) {
        if (event.key === "Enter") {
            this.search();
        } else if (event.key === "Escape") {
            this.clear();
        } else if (event.key === "ArrowDown") {
            this.root.el.querySelector(".o_desk_choices tr")?.focus();
        } else {
            return;
        }
        event.preventDefault();
    }

    onShortcut(event) {
        const inDialog = document.querySelector(".modal");
        if (!event.altKey || event.shiftKey || inDialog || !SHORTCUTS.includes(event.key)) {
            return;
        }
        const acts = this.sections.flatMap((section) => section.actions);
        const act = acts.find((candidate) => this.shortcuts[candidate.key] === event.key);
        if (act) {
            event.preventDefault();
            event.stopImmediatePropagation();
            this.press(act);
        }
    }

    press(act) {
        if (!act.confirm) {
            return this.run(act);
        }
        this.dialog.add(ConfirmationDialog, {
            title: act.name,
            body: act.confirm,
            confirmLabel: act.name,
            confirm: () => this.run(act),
            cancel: () => {},
        });
    }

    async run(act) {
        const memberId = this.memberId;
        const cardId = this.state.desk?.card_id || false;
        // Through the route of buttons, which completes the action that comes back.
        const next = await rpc("/web/dataset/call_button/membership.desk/run", {
            model: "membership.desk",
            method: "run",
            args: [act.key, memberId, cardId, this.state.term],
            kwargs: { context: user.context },
        });
        if (next) {
            await this.action.doAction(next, { onClose: () => this.refresh(memberId) });
        } else {
            await this.refresh(memberId);
        }
    }

    async refresh(memberId) {
        if (memberId && this.memberId === memberId) {
            await this.open(memberId, this.state.desk.card_id);
        } else if (!memberId && this.state.notices.length) {
            await this.search();
        }
    }

    describe(movement) {
        const { document, reason, outlet } = movement;
        return [document || reason, outlet].filter((text) => text).join(" · ");
    }

    formatDate(text) {
        return text ? formatDate(deserializeDate(text)) : "";
    }

    formatMoment(text) {
        return toLocaleDateTimeString(deserializeDateTime(text), { showSeconds: false });
    }
}

registry.category("actions").add("membership_desk", MembershipDesk);
