from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MembershipCharter(models.Model):
    """What a member agrees to, version by version: who signed, signed this text."""

    _name = "membership.charter"
    _description = "Membership Charter"
    _order = "valid_from desc, id desc"

    name = fields.Char(required=True, translate=True)
    version = fields.Char(required=True, copy=False, help="For example 2026-1.")
    valid_from = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="New applicants accept the latest version that is valid.",
    )
    text = fields.Html(required=True, translate=True, sanitize=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    active = fields.Boolean(default=True)
    acceptance_count = fields.Integer(compute="_compute_acceptance_count")

    _version_unique = models.UniqueIndex(
        "(company_id, version)", "There is a charter of this version already."
    )

    # === COMPUTE METHODS === #
    @api.depends("name", "version")
    def _compute_display_name(self):
        for charter in self:
            parts = (charter.name, charter.version)
            charter.display_name = " ".join(filter(None, parts))

    def _compute_acceptance_count(self):
        counts = dict(
            self.env["membership.application"]
            .sudo()
            ._read_group([("charter_id", "in", self.ids)], ["charter_id"], ["__count"])
        )
        members = dict(
            self.env["membership.member"]
            .sudo()
            ._read_group(
                [("charter_id", "in", self.ids), ("application_ids", "=", False)],
                ["charter_id"],
                ["__count"],
            )
        )
        for charter in self:
            charter.acceptance_count = counts.get(charter, 0) + members.get(charter, 0)

    # === CRUD METHODS === #
    def write(self, vals):
        """What was accepted stays as it was: a change is a new version."""
        if {"text", "version", "company_id"} & vals.keys():
            self._check_not_accepted()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accepted(self):
        self._check_not_accepted()

    def _check_not_accepted(self):
        if accepted := self.filtered("acceptance_count")[:1]:
            raise UserError(
                self.env._(
                    "%(charter)s was accepted by members and stays as it is: make a "
                    "new version.",
                    charter=accepted.display_name,
                )
            )

    # === BUSINESS METHODS === #
    @api.model
    def _get_current(self, company):
        """The version that applicants of ``company`` accept today; may be empty."""
        return self.sudo().search(
            Domain("company_id", "=", company.root_id.id)
            & Domain("valid_from", "<=", fields.Date.context_today(self)),
            limit=1,
        )
