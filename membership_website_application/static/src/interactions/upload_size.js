import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** A file that is too large is refused before it is sent: a server would hang up on it. */
export class UploadSize extends Interaction {
    static selector = ".o_membership_upload";
    dynamicContent = {
        _root: { "t-on-change": this.checkSize },
    };

    checkSize() {
        const limit = Number(this.el.dataset.bytesMax);
        const isTooLarge = [...this.el.files].some((file) => file.size > limit);
        const sentence = this.el.parentElement.querySelector(".invalid-feedback");
        this.el.classList.toggle("is-invalid", isTooLarge);
        this.el.setCustomValidity(isTooLarge ? sentence.textContent : "");
    }
}

registry
    .category("public.interactions")
    .add("membership_website_application.upload_size", UploadSize);
