from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MembershipAccountStatement(models.TransientModel):
    """Statement of an account for a period: opening, movements, closing."""

    _name = "membership.account.statement"
    _description = "Account Statement"

    account_id = fields.Many2one("membership.account", required=True)
    company_id = fields.Many2one(related="account_id.company_id")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.start_of(fields.Date.today(), "month"),
    )
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    decimals = fields.Integer(related="account_id.unit_id.decimals")
    symbol = fields.Char(related="account_id.unit_id.symbol")
    opening = fields.Float(
        string="Opening Balance", digits=0, compute="_compute_statement"
    )
    credits_total = fields.Float(string="In", digits=0, compute="_compute_statement")
    debits_total = fields.Float(string="Out", digits=0, compute="_compute_statement")
    closing = fields.Float(
        string="Closing Balance", digits=0, compute="_compute_statement"
    )
    entry_ids = fields.Many2many(
        "membership.entry", string="Movements", compute="_compute_statement"
    )

    # === COMPUTE METHODS === #
    @api.depends("account_id", "date_from", "date_to")
    def _compute_statement(self):
        for wizard in self:
            if not (wizard.account_id and wizard.date_from and wizard.date_to):
                wizard.update(
                    {"opening": 0, "credits_total": 0, "debits_total": 0}
                    | {"closing": 0, "entry_ids": False}
                )
                continue
            wizard.account_id.check_access("read")
            statement = wizard.account_id._get_statement(
                wizard.date_from, wizard.date_to
            )
            wizard.update(
                {
                    "opening": float(statement["opening"]),
                    "credits_total": float(statement["credits"]),
                    "debits_total": float(statement["debits"]),
                    "closing": float(statement["closing"]),
                    "entry_ids": statement["entries"],
                }
            )

    # === CONSTRAINT METHODS === #
    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for wizard in self:
            if wizard.date_from > wizard.date_to:
                raise ValidationError(
                    self.env._("The first day of a statement comes before its last.")
                )

    # === ACTION METHODS === #
    def action_export(self):
        """Download the statement as an Excel workbook."""
        report = self.env.ref("membership_ledger.membership_account_statement_xlsx")
        return report.report_action(self)

    def action_print(self):
        """Print the statement."""
        report = self.env.ref("membership_ledger.membership_account_statement_report")
        return report.report_action(self)
