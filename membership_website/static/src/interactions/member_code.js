import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

const RENEW_BEFORE = 10; // seconds
const RETRY_AFTER = 5000; // milliseconds

/**
 * Keeps the code on the member's screen fresh. The server makes each code; a page that
 * nobody looks at asks for none.
 */
export class MemberCode extends Interaction {
    static selector = ".o_membership_code";
    dynamicContent = {
        _document: { "t-on-visibilitychange": this.tick },
        ".o_membership_code_renew": { "t-on-click.prevent": this.renew },
        ".o_membership_code_image": { "t-att-class": () => ({ "opacity-25": this.isStale }) },
        ".o_membership_code_stale": { "t-att-class": () => ({ "d-none": !this.isStale }) },
        ".o_membership_code_fresh": { "t-att-class": () => ({ "d-none": this.isStale }) },
        ".o_membership_code_left": { "t-out": () => this.secondsLeft },
    };

    setup() {
        this.goodUntil = Date.now() + 1000 * Number(this.el.dataset.seconds);
        this.nextTry = 0;
        this.isStale = false;
    }

    start() {
        const timer = setInterval(() => this.tick(), 1000);
        this.registerCleanup(() => clearInterval(timer));
    }

    get secondsLeft() {
        return Math.max(0, Math.round((this.goodUntil - Date.now()) / 1000));
    }

    /** Count down; ask for the next code a little before this one ends. */
    tick() {
        this.isStale = this.secondsLeft === 0;
        if (this.secondsLeft <= RENEW_BEFORE && !document.hidden && Date.now() >= this.nextTry) {
            this.renew();
        }
        this.updateContent();
    }

    async renew() {
        this.nextTry = Date.now() + RETRY_AFTER;
        try {
            const code = await this.waitFor(
                rpc(
                    "/my/membership/code",
                    { card_id: Number(this.el.dataset.cardId) },
                    { silent: true }
                )
            );
            if (!code) {
                // The card was stopped meanwhile: the page says why.
                window.location.reload();
                return;
            }
            this.el.querySelector(".o_membership_code_image").src = code.image;
            this.goodUntil = Date.now() + 1000 * code.seconds;
        } catch {
            // No network: the code fades when it ends; tick() tries again.
        }
        this.isStale = this.secondsLeft === 0;
    }
}

registry.category("public.interactions").add("membership_website.member_code", MemberCode);
