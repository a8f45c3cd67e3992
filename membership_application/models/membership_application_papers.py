from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import DECIDED_STATES, SIGNATURE_BYTES_MAX


class MembershipApplication(models.Model):
    """The papers of an application: checklist, documents, charter, signature."""

    _inherit = "membership.application"

    check_ids = fields.One2many(
        "membership.application.check", "application_id", string="Checklist"
    )
    document_ids = fields.One2many(
        "membership.application.document", "application_id", string="Documents"
    )
    missing = fields.Char(compute="_compute_missing", help="Before it can be approved.")
    needs_charter = fields.Boolean(
        related="type_id.needs_charter", string="Needs Charter"
    )
    needs_signature = fields.Boolean(
        related="type_id.needs_signature", string="Needs Signature"
    )
    charter_id = fields.Many2one(
        "membership.charter",
        string="Accepted Charter",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        copy=False,
        tracking=True,
    )
    charter_accepted_on = fields.Datetime(readonly=True, copy=False)
    signature = fields.Image(
        attachment=True, max_width=1024, max_height=1024, copy=False
    )
    signed_on = fields.Datetime(readonly=True, copy=False)
    is_signed_on_paper = fields.Boolean(
        string="Signed on Paper",
        copy=False,
        tracking=True,
        help="The signature is on the printed form, which is kept.",
    )

    # === COMPUTE METHODS === #
    @api.depends(
        "check_ids.is_done",
        "check_ids.is_required",
        "charter_id",
        "signature",
        "is_signed_on_paper",
        "type_id.needs_charter",
        "type_id.needs_signature",
    )
    def _compute_missing(self):
        for application in self:
            application.missing = ", ".join(application._get_missing()) or False

    # === CONSTRAINT METHODS === #
    @api.constrains("charter_id")
    def _check_charter(self):
        today = fields.Date.context_today(self)
        for application in self:
            if application.charter_id and application.charter_id.valid_from > today:
                raise ValidationError(
                    self.env._(
                        "%(charter)s is not in force yet: nobody can accept it.",
                        charter=application.charter_id.display_name,
                    )
                )

    # === BUSINESS METHODS === #
    def _forget_old_charter(self):
        """Who begins again accepts the charter as it is now: values to write."""
        current = self.env["membership.charter"]._get_current(self.company_id)
        return {} if self.charter_id == current else {"charter_id": False}

    # === HELPERS === #
    def _prepare_paper_vals(self, vals):
        """Times of what the applicant agrees to are ours; a signature is a picture."""
        now = fields.Datetime.now()
        stamps = {}
        if "charter_id" in vals:
            stamps["charter_accepted_on"] = vals["charter_id"] and now
        if "signature" in vals:
            if vals["signature"]:
                self._check_signature(vals["signature"])
            stamps["signed_on"] = vals["signature"] and now
        return stamps

    @api.model
    def _check_signature(self, signature):
        Document = self.env["membership.application.document"]
        content = Document._decode(signature)
        Document._check_file(content, SIGNATURE_BYTES_MAX, ("image/png", "image/jpeg"))

    def _make_checklist(self):
        """The lines of the card type, in the applicant's language; ticks start anew."""
        for application in self.sudo():
            if not application.document_ids:
                application.check_ids.unlink()
            card_type = application.type_id.with_context(lang=application.lang)
            known = set(application.check_ids.mapped("name"))
            application.check_ids.create(
                [
                    {
                        "application_id": application.id,
                        "name": line.name,
                        "help": line.help,
                        "sequence": line.sequence,
                        "needs_document": line.needs_document,
                        "is_required": line.is_required,
                    }
                    for line in card_type.requirement_ids
                    if line.name not in known
                ]
            )

    def _get_missing(self, is_applicant=False):
        """What still has to come, as a list of words.

        :param is_applicant: only what the applicant gives, not the ticks of the staff
        """
        self.ensure_one()
        missing = [
            line.name
            for line in self.check_ids
            if line.is_required
            and (
                line.needs_document and not line.document_count
                if is_applicant
                else not line.is_done
            )
        ]
        if self.type_id.needs_charter and not self.charter_id:
            missing.append(self.env._("acceptance of the charter"))
        is_signed = self.signature or self.is_signed_on_paper
        if self.type_id.needs_signature and not is_signed:
            missing.append(self.env._("signature"))
        return missing

    def _check_documents_open(self):
        if self.filtered(lambda application: application.state in DECIDED_STATES):
            raise UserError(
                self.env._("The application is decided: no more documents are needed.")
            )
