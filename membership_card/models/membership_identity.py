from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..identity_number import mask, normalize, read_resident_number


class MembershipIdentity(models.Model):
    """The identity document of a member: out of reach of all but the card centre.

    A model of its own, so that no list, search, export or read of a member brings it
    along; the scan is an attachment of this record and as private as it.
    """

    _name = "membership.identity"
    _inherit = ["membership.naming", "membership.access.logged"]
    _names_people = True  # see membership.naming
    _description = "Identity Document"
    _order = "member_id, id"
    _rec_name = "number_masked"

    member_id = fields.Many2one(
        "membership.member", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True)
    kind = fields.Selection(
        [
            ("resident", "Resident Identity Card (China)"),
            ("passport", "Passport"),
            ("hk_macao", "Permit for Hong Kong and Macao Residents"),
            ("taiwan", "Permit for Taiwan Residents"),
            ("foreigner", "Permanent Residence of Foreigners"),
            ("other", "Other Document"),
        ],
        required=True,
        default="resident",
    )
    number = fields.Char(
        string="Document Number", required=True, help="Without spaces, in capitals."
    )
    number_masked = fields.Char(compute="_compute_number_masked")
    valid_until = fields.Date()
    scan = fields.Binary(attachment=True, help="Picture or PDF of the document.")
    scan_name = fields.Char()

    _member_kind_unique = models.UniqueIndex(
        "(member_id, kind)", "The file holds a document of this kind already."
    )
    _number_index = models.Index("(company_id, kind, number)")

    # === COMPUTE METHODS === #
    @api.depends("number")
    def _compute_number_masked(self):
        for identity in self:
            identity.number_masked = mask(identity.number or "")

    # === CONSTRAINT METHODS === #
    @api.constrains("kind", "number")
    def _check_number(self):
        for identity in self:
            if identity.kind == "resident" and not read_resident_number(
                identity.number
            ):
                raise ValidationError(
                    self.env._(
                        "This is no number of a resident identity card: it has 18 "
                        "characters, of which the last one checks the others."
                    )
                )

    @api.constrains("kind", "number", "member_id")
    def _check_one_person(self):
        for identity in self:
            other = self.sudo().search(
                [
                    ("id", "!=", identity.id),
                    ("company_id", "=", identity.company_id.id),
                    ("kind", "=", identity.kind),
                    ("number", "=", identity.number),
                    ("member_id", "!=", identity.member_id.id),
                    ("member_id.state", "!=", "closed"),
                ],
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "Member %(member)s has this identity document already: merge "
                        "the two files if it is one person.",
                        member=other.member_id.number,
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Numbers are kept in one notation; a birthday they state fills a gap."""
        for vals in vals_list:
            vals["number"] = normalize(vals.get("number"))
        identities = super().create(vals_list)
        identities._fill_person()
        return identities

    def write(self, vals):
        """Numbers are kept in one notation."""
        if "number" in vals:
            vals = vals | {"number": normalize(vals["number"])}
        return super().write(vals)

    def web_read(self, specification):
        """Note who opened a document, with its number in full."""
        result = super().web_read(specification)
        # Forms ask for the documents of whom has none, too: nothing was seen.
        if self and "number" in specification:
            self._log_reveal(self.env._("identity number"))
        return result

    # === HELPERS === #
    def _log_reveal(self, detail):
        """Note that the user has seen what is out of reach of most people.

        :param str detail: what of it
        """
        if self.env.cr.readonly:
            # What serves files only reads: the row is written beside it.
            with self.env.registry.cursor() as cr:
                self.with_env(self.env(cr=cr))._log_reveal(detail)
            return
        members = self.sudo().member_id.with_env(self.env)
        self.env["membership.access.log"]._log("reveal", members, detail=detail)

    def _fill_person(self):
        for identity in self.filtered(lambda identity: identity.kind == "resident"):
            birthday, gender = read_resident_number(identity.number)
            partner = identity.member_id.partner_id
            partner.birthdate_date = partner.birthdate_date or birthday
            partner.gender = partner.gender or gender
