import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.membership_guard import upload_check

from ..const import DECIDED_STATES, DOCUMENT_BYTES_MAX, DOCUMENTS_MAX


class MembershipApplicationDocument(models.Model):
    """A scan that an applicant handed in; only who decides about it may open it."""

    _name = "membership.application.document"
    _inherit = ["membership.naming"]
    _description = "Application Document"
    _order = "id"

    application_id = fields.Many2one(
        "membership.application", required=True, index=True, ondelete="cascade"
    )
    check_id = fields.Many2one(
        "membership.application.check",
        string="For",
        index="btree_not_null",
        ondelete="set null",
        domain="[('application_id', '=', application_id)]",
    )
    name = fields.Char(string="File Name", required=True)
    # In the filestore, readable by who may read this record: never public.
    file = fields.Binary(attachment=True, required=True)
    mimetype = fields.Char(string="Kind", readonly=True)
    size = fields.Integer(string="Size (Bytes)", readonly=True)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Look into each file: name and kind are what we found, not what it says."""
        for vals in vals_list:
            vals |= self._prepare_file_vals(vals.get("name"), vals.get("file"))
        documents = super().create(vals_list)
        for application in documents.sudo().application_id:
            application._check_documents_open()
            if len(application.document_ids) > DOCUMENTS_MAX:
                raise ValidationError(
                    self.env._(
                        "An application takes %(count)s files: remove one first.",
                        count=DOCUMENTS_MAX,
                    )
                )
        for document in documents.sudo():
            if document.check_id.application_id not in (
                document.application_id,
                document.application_id.browse(),
            ):
                raise ValidationError(
                    self.env._("The document is for another application's checklist.")
                )
        return documents

    def write(self, vals):
        """A document is replaced, not rewritten."""
        if vals.keys() - {"check_id"} and not self.env.su:
            raise UserError(
                self.env._("A document stays as handed in: remove it and add another.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if self.sudo().application_id.filtered(
            lambda application: application.state in DECIDED_STATES
        ):
            raise UserError(
                self.env._("The application is decided: its documents stay with it.")
            )

    # === ACTION METHODS === #
    def action_download(self):
        """Save the file: it is never shown inside the browser's page."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file"
            "?filename_field=name&download=true",
            "target": "self",
        }

    # === HELPERS === #
    @api.model
    def _prepare_file_vals(self, name, file):
        content = self._decode(file)
        kind = self._check_file(content, DOCUMENT_BYTES_MAX)
        return {
            "name": upload_check.get_name(name, kind),
            "mimetype": kind,
            "size": len(content),
        }

    @api.model
    def _decode(self, file):
        """The bytes of a field's base64; none at all if it is no base64."""
        try:
            return base64.b64decode(file or b"", validate=True)
        except (binascii.Error, ValueError):
            return b""

    @api.model
    def _check_file(self, content, bytes_max, kinds=tuple(upload_check.EXTENSIONS)):
        """The MIME type of ``content``.

        :raises ValidationError: in a sentence for the applicant
        """
        try:
            return upload_check.check(content, bytes_max, kinds)
        except upload_check.WrongFile as why:
            sentences = {
                "empty": self.env._("The file is empty: choose it again."),
                "size": self.env._(
                    "The file is larger than %(size)s MB: send a smaller one.",
                    size=bytes_max // 1024 // 1024 or 1,
                ),
                "kind": self.env._(
                    "This file cannot be read: send a PDF or a photo (JPEG, PNG, WebP)."
                ),
                "active": self.env._(
                    "This PDF contains a program and is not taken: send a scan or a "
                    "photo instead."
                ),
            }
            raise ValidationError(sentences[str(why)]) from None
