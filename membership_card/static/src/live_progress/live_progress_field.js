import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";
import { onMounted, onWillUnmount } from "@odoo/owl";

const SECONDS = 3;

/** How far a job is, read again as long as it is shown. */
export class LiveProgressField extends ProgressBarField {
    setup() {
        super.setup();
        let timer = null;
        onMounted(() => {
            timer = browser.setInterval(() => this.refresh(), SECONDS * 1000);
        });
        onWillUnmount(() => browser.clearInterval(timer));
    }

    async refresh() {
        const { record } = this.props;
        if (!(await record.isDirty())) {
            await record.load();
        }
    }
}

registry
    .category("fields")
    .add("membership_live_progress", { ...progressBarField, component: LiveProgressField });
