import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component } from "@odoo/owl";

const UPDATE = 1;
const CREATE = 0;

/** Who would rise and fall by what stands in this form, before it is saved. */
export class LevelPreview extends Component {
    static template = "membership_card.LevelPreview";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    async onClick() {
        const { record } = this.props;
        if (!(await record.checkValidity({ displayNotification: true }))) {
            return;
        }
        const isRule = record.resModel === "membership.level.rule";
        const shown = isRule ? record._parentRecord || record : record;
        const action = await this.orm.call("membership.level.preview", "action_open_preview", [
            isRule ? "membership.level" : shown.resModel,
            this.getId(shown),
            isRule ? await this.getLevelChanges(record) : await record.getChanges(),
        ]);
        await this.action.doAction(action);
    }

    getId(record) {
        if (record.resModel === "membership.level.rule") {
            return record.data.level_id?.id || false;
        }
        return record.resId || false;
    }

    /** What the form of the level would write, with the rule that is being typed. */
    async getLevelChanges(rule) {
        const changes = (await rule._parentRecord?.getChanges()) || {};
        const own = await rule.getChanges();
        const key = rule.resId || rule._virtualId;
        const others = (changes.rule_ids || []).filter((command) => command[1] !== key);
        const code = rule.resId ? UPDATE : CREATE;
        return { ...changes, rule_ids: [...others, [code, key, own]] };
    }
}

registry.category("view_widgets").add("membership_level_preview", { component: LevelPreview });
