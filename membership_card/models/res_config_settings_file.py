from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The block of the member file: one set for a company and its branches."""

    _inherit = "res.config.settings"

    membership_file_item_ids = fields.Many2many(
        related="company_id.root_id.membership_file_item_ids", readonly=False
    )
    group_membership_full_contact = fields.Boolean(
        string="Everybody Sees How to Reach Members",
        implied_group="membership_card.group_full_contact",
        help="Phones and e-mail addresses on the contacts of members are shown to all "
        "employees, not to card centre, auditors and administrators alone. Other "
        "contacts are never masked.",
    )
    membership_confirm_months = fields.Integer(
        related="company_id.root_id.membership_confirm_months", readonly=False
    )
    membership_one_phone = fields.Boolean(
        related="company_id.root_id.membership_one_phone", readonly=False
    )
    membership_dormant_months = fields.Integer(
        related="company_id.root_id.membership_dormant_months", readonly=False
    )
    membership_import_undo_days = fields.Integer(
        related="company_id.root_id.membership_import_undo_days", readonly=False
    )
    membership_log_months = fields.Integer(
        related="company_id.root_id.membership_log_months", readonly=False
    )
