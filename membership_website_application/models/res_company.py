from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    membership_apply_is_open = fields.Boolean(
        string="Registration on the Website",
        help="Visitors can become members on the page /membership/apply.",
    )
    membership_apply_channel = fields.Selection(
        [("email", "E-mail"), ("sms", "SMS")],
        string="Code Sent By",
        required=True,
        default="email",
        help="How a visitor shows who it is.",
    )
    membership_apply_mode = fields.Selection(
        [("review", "After Review"), ("at_once", "At Once")],
        string="Become Members",
        required=True,
        default="review",
        help="At once needs SMS: who reads a mailbox has not shown whose the phone is, "
        "so such registrations are always reviewed. Cards that ask for documents or a "
        "signature are reviewed, too.",
    )
