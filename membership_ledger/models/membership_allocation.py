from odoo import fields, models


class MembershipAllocation(models.Model):
    """Which lots an entry drew from or gave back to; what a reversal restores."""

    _name = "membership.allocation"
    _inherit = "membership.append.only"
    _description = "Membership Allocation"
    _order = "id"

    entry_id = fields.Many2one(
        "membership.entry",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    lot_id = fields.Many2one(
        "membership.lot", required=True, readonly=True, index=True, ondelete="restrict"
    )
    bucket = fields.Char(related="lot_id.bucket")
    bucket_name = fields.Char(related="lot_id.bucket_name")
    expires_on = fields.Date(related="lot_id.expires_on")
    amount = fields.Float(
        digits=0,
        required=True,
        readonly=True,
        help="Negative: drawn from the lot. Positive: given back.",
    )
    decimals = fields.Integer(related="lot_id.account_id.unit_id.decimals")
    company_id = fields.Many2one(related="lot_id.account_id.company_id")
