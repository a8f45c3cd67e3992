from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import OPEN_STATES

# What was agreed to is evidence: it is not edited.
AGREED = ("charter_id", "charter_accepted_on", "charter_signature", "charter_signed_on")


class MembershipMember(models.Model):
    """Which charter a member accepted, and the applications that led here."""

    _inherit = "membership.member"

    application_ids = fields.One2many(
        "membership.application", "member_id", string="Applications"
    )
    application_count = fields.Integer(compute="_compute_application_count")
    charter_id = fields.Many2one(
        "membership.charter",
        string="Accepted Charter",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    charter_accepted_on = fields.Datetime(readonly=True, copy=False)
    charter_signature = fields.Image(
        string="Signature",
        attachment=True,
        max_width=1024,
        max_height=1024,
        readonly=True,
        copy=False,
        groups="membership_ledger.group_card_centre,membership_ledger.group_auditor",
        help="Drawn on the screen of the till where this person became a member. Of an "
        "application, the signature is kept there.",
    )
    charter_signed_on = fields.Datetime(string="Signed On", readonly=True, copy=False)

    # === COMPUTE METHODS === #
    def _compute_application_count(self):
        counts = dict(
            self.env["membership.application"]
            .sudo()
            ._read_group([("member_id", "in", self.ids)], ["member_id"], ["__count"])
        )
        for member in self:
            member.application_count = counts.get(member, 0)

    # === CRUD METHODS === #
    def write(self, vals):
        """What a member accepted and signed stays as it was."""
        if not self.env.su and vals.keys() & set(AGREED):
            raise UserError(
                self.env._(
                    "What a member accepted and signed is not edited: he accepts the "
                    "new version."
                )
            )
        return super().write(vals)

    # === ACTION METHODS === #
    def action_view_applications(self):
        """Open the applications of this member."""
        return self._action_view("membership.application", self.env._("Applications"))

    def action_apply(self):
        """Begin an application for one more card of this member."""
        self.ensure_one()
        partner = self.partner_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Application"),
            "res_model": "membership.application",
            "view_mode": "form",
            "context": {
                "default_member_id": self.id,
                "default_contact_name": partner.name,
                "default_phone": partner.phone,
                "default_email": partner.email,
                "default_birthdate_date": partner.birthdate_date,
                "default_gender": partner.gender,
                "default_kind": "company" if partner.is_company else "person",
                "default_company_name": partner.is_company and partner.name,
            },
        }

    # === BUSINESS METHODS === #
    def _merge_into(self, survivor):
        """Applications go along; who accepted a charter has accepted it."""
        result = super()._merge_into(survivor)
        self._repoint("membership.application", survivor)
        accepted = (self | survivor).filtered("charter_id")
        if latest := accepted.sorted("charter_accepted_on")[-1:]:
            latest = latest.sudo()
            agreed = {name: latest[name] for name in AGREED}
            survivor.sudo().write(agreed | {"charter_id": latest.charter_id.id})
        return result

    def _check_can_anonymise(self):
        """Nobody is wiped who waits for an answer."""
        result = super()._check_can_anonymise()
        waiting = self._get_applications().filtered(lambda a: a.state in OPEN_STATES)
        if waiting:
            raise UserError(
                self.env._(
                    "Application %(application)s of %(member)s is open: decide or "
                    "cancel it first.",
                    application=waiting[0].name,
                    member=self.display_name,
                )
            )
        return result

    def _get_applications(self):
        """What this person applied for, as a member or before."""
        return self.env["membership.application"].search(
            ["|", ("member_id", "=", self.id), ("partner_id", "=", self.partner_id.id)]
        )

    def _wipe_file(self):
        """What a former member wrote and handed in goes; that he applied stays."""
        result = super()._wipe_file()
        self.sudo().charter_signature = False
        applications = self._get_applications()
        applications.write(
            {"contact_name": self.number, "phone": "–"}
            | dict.fromkeys(
                (
                    *("email", "birthdate_date", "gender", "company_name"),
                    *("licence_number", "legal_representative", "benefit"),
                    *("delivery_address", "refusal_reason", "signature"),
                    "parcel_reference",
                ),
                False,
            )
        )
        documents = applications.document_ids
        documents.write({"name": "–"})
        # The rows stay with the decision; what was on paper goes.
        self._wipe_threads(documents)
        self._wipe_threads(applications)
        return result

    # === BUSINESS METHODS - ENROLMENT === #
    @api.model
    def _prepare_member_vals(self, vals, partner, company, outlet):
        """Who accepts the charter while enrolling, accepts its version of today."""
        prepared = super()._prepare_member_vals(vals, partner, company, outlet)
        if vals.get("accepts_charter"):
            charter = self.env["membership.charter"]._get_current(company)
            prepared |= {
                "charter_id": charter.id,
                "charter_accepted_on": charter and fields.Datetime.now(),
            }
        if signature := vals.get("charter_signature"):
            self.env["membership.application"]._check_signature(signature)
            prepared |= {
                "charter_signature": signature,
                "charter_signed_on": fields.Datetime.now(),
            }
        return prepared

    @api.model
    def _prepare_card_vals(self, vals, member, outlet):
        """What an application says about its card."""
        names = ("application_id", "activation", "holder_id")
        return super()._prepare_card_vals(vals, member, outlet) | {
            name: vals[name] for name in names if vals.get(name)
        }
