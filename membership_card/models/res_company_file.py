from odoo import api, fields, models
from odoo.exceptions import UserError

# Counted in a new company: what a shop needs to greet and reach somebody.
DEFAULT_ITEMS = ("phone", "birthday", "gender", "email")
LOG_MONTHS_MIN = 6


class ResCompany(models.Model):
    """Settings of the member file. Those of the root company hold for its branches."""

    _inherit = "res.company"

    membership_file_properties = fields.PropertiesDefinition(
        string="Properties of the Member File"
    )
    membership_file_item_ids = fields.Many2many(
        "membership.file.item",
        string="A Complete File Has",
        default=lambda self: self._default_file_items(),
        help="What counts for the completeness of a member's file.",
    )
    membership_confirm_months = fields.Integer(
        string="Confirm Data After",
        default=12,
        help="Months after which staff are asked to confirm a member's data; 0: never.",
    )
    membership_one_phone = fields.Boolean(
        string="One Phone, One Member",
        default=True,
        help="A phone number belongs to one member; otherwise several may share it.",
    )
    membership_dormant_months = fields.Integer(
        string="Dormant After",
        default=24,
        help="Months without purchase, top-up or visit after which a member is "
        "proposed for weeding out; 0: never.",
    )
    membership_import_undo_days = fields.Integer(
        string="Take Imports Back Within",
        default=14,
        help="Days within which the import of a register can be taken back; 0: never.",
    )
    membership_log_months = fields.Integer(
        string="Keep the Access Log",
        default=24,
        help="Months for which is kept who looked up or exported members.",
    )

    _membership_file_months_positive = models.Constraint(
        "CHECK (membership_confirm_months >= 0 AND membership_dormant_months >= 0)",
        "Months to confirm data or to weed out are 0 (never) or more.",
    )
    _membership_import_undo_days_positive = models.Constraint(
        "CHECK (membership_import_undo_days >= 0)",
        "Days within which imports can be taken back are 0 (never) or more.",
    )
    _membership_log_months_enough = models.Constraint(
        f"CHECK (membership_log_months >= {LOG_MONTHS_MIN})",
        f"The access log is kept for {LOG_MONTHS_MIN} months or more.",
    )

    # === DEFAULTS === #
    @api.model
    def _default_file_items(self):
        return (
            self.env["membership.file.item"]
            .sudo()
            .search([("code", "in", DEFAULT_ITEMS)])
        )

    # === CRUD METHODS === #
    def write(self, vals):
        """What counts in a file and whether phones are shared holds for all members."""
        res = super().write(vals)
        roots = self.filtered(lambda company: not company.parent_id)
        if "membership_file_item_ids" in vals:
            # A million files take a while: the nightly job scores them, soon.
            self.env.ref("membership_card.cron_refresh_files").sudo()._trigger()
        if "membership_one_phone" in vals:
            for company in roots:
                company._apply_one_phone()
        return res

    def _apply_one_phone(self):
        """Let the members of this company share phones, or stop it.

        :raises UserError: two members have one phone now
        """
        Member = self.env["membership.member"].sudo()
        if self.membership_one_phone and (twice := Member._get_shared_phones(self)):
            raise UserError(
                self.env._(
                    "%(count)s phones have several members, %(phone)s for example: "
                    "merge those members or change their phones first.",
                    count=len(twice),
                    phone=Member._mask(twice[0]),
                )
            )
        Member._set_phones_shared(self)
