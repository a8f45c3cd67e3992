from odoo import fields, models


class ResCompany(models.Model):
    """How fees are collected. Branches use the settings of their root company."""

    _inherit = "res.company"

    membership_fee_invoicing = fields.Selection(
        [
            ("manual", "By hand"),
            ("draft", "Draft invoices every night"),
            ("posted", "Posted invoices every night"),
        ],
        string="Invoicing of Fees",
        default="manual",
        required=True,
        help="By hand: choose fees in the list and press Make Invoice, or take the "
        "money at the till.",
    )
    membership_fee_days_before = fields.Integer(
        string="Remind Before",
        default=7,
        help="Days before the due day. 0: no reminder.",
    )
    membership_fee_days_after = fields.Integer(
        string="Remind After",
        default=7,
        help="Days after the due day. 0: no reminder.",
    )
    membership_fee_user_id = fields.Many2one(
        "res.users",
        string="Responsible for Fees",
        help="Gets an activity for members who are overdue or have no e-mail address.",
    )
    membership_fee_suspend = fields.Boolean(
        string="Unpaid Fees Suspend Benefits",
        default=True,
        help="After the days of grace a member buys at the usual price and earns no "
        "points until he has paid. His stored value stays his own.",
    )

    _fee_days_positive = models.Constraint(
        "CHECK (membership_fee_days_before >= 0 AND membership_fee_days_after >= 0)",
        "Days before and after the due day are never negative.",
    )
