import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.membership_guard import upload_check

from ..const import DOCUMENT_BYTES_MAX, DOCUMENTS_MAX


class MembershipDealerDocument(models.Model):
    """A paper that an applicant handed in, such as a business licence."""

    _name = "membership.dealer.document"
    _description = "Dealer Document"
    _order = "id"

    application_id = fields.Many2one(
        "membership.dealer.application", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="File Name", required=True)
    # In the filestore, readable by who may read this record: never public.
    file = fields.Binary(attachment=True, required=True)
    mimetype = fields.Char(string="Kind", readonly=True)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Look into each file: name and kind are what we found, not what it says."""
        for vals in vals_list:
            vals["name"], vals["mimetype"] = self._check_file(
                vals.get("name"), vals.get("file")
            )
        documents = super().create(vals_list)
        for application in documents.application_id:
            if len(application.document_ids) > DOCUMENTS_MAX:
                raise ValidationError(
                    self.env._(
                        "An application takes %(count)s files.", count=DOCUMENTS_MAX
                    )
                )
        return documents

    def write(self, vals):
        """A document stays as it was handed in."""
        if not self.env.su:
            raise UserError(
                self.env._("A document stays as handed in: remove it and add another.")
            )
        return super().write(vals)

    # === HELPERS === #
    @api.model
    def _check_file(self, name, file):
        """A harmless name and the MIME type of an uploaded file.

        :param file: base64, as fields take it
        :raises ValidationError: in a sentence for whoever sent it
        """
        kind = self._check_content(base64.b64decode(file or b""))
        return upload_check.get_name(name, kind), kind

    @api.model
    def _check_content(self, content):
        """The MIME type of a file that we take.

        :raises ValidationError: in a sentence for the applicant
        """
        try:
            return upload_check.check(content, DOCUMENT_BYTES_MAX)
        except upload_check.WrongFile as why:
            sentences = {
                "empty": self.env._("The file is empty: choose it again."),
                "size": self.env._(
                    "The file is larger than %(size)s MB: send a smaller one.",
                    size=DOCUMENT_BYTES_MAX // 1024 // 1024,
                ),
                "kind": self.env._(
                    "This file cannot be read: send a PDF or a photo (JPEG, PNG, WebP)."
                ),
                "active": self.env._(
                    "This PDF contains a program and is not taken: send a scan instead."
                ),
            }
            raise ValidationError(sentences[str(why)]) from None
