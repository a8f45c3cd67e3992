from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

# What each card took from an account and brought to it, by holder.
BY_CARD = """
SELECT card_id,
    COUNT(*) FILTER (WHERE amount < 0 AND reversed_entry_id IS NULL),
    COALESCE(-SUM(amount) FILTER (
        WHERE amount < 0 AND reversed_entry_id IS NULL), 0)::text,
    COALESCE(SUM(amount) FILTER (
        WHERE amount > 0 AND reversed_entry_id IS NOT NULL), 0)::text,
    COALESCE(SUM(amount) FILTER (
        WHERE (amount > 0) = (reversed_entry_id IS NULL)), 0)::text,
    SUM(amount)::text
FROM membership_entry
WHERE account_id = %(account)s AND posted_at >= %(start)s AND posted_at < %(end)s
GROUP BY card_id
"""


class MembershipHolderStatement(models.TransientModel):
    """What each holder of a pool spent in a period."""

    _name = "membership.holder.statement"
    _inherit = ["membership.window"]
    _description = "Statement by Holder"

    member_id = fields.Many2one("membership.member", required=True, readonly=True)
    account_id = fields.Many2one(
        "membership.account",
        required=True,
        compute="_compute_account_id",
        precompute=True,
        store=True,
        readonly=False,
        domain="[('member_id', '=', member_id)]",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.start_of(fields.Date.today(), "month"),
    )
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    decimals = fields.Integer(related="account_id.unit_id.decimals")
    opening = fields.Float(string="Opening Balance", digits=0, readonly=True)
    closing = fields.Float(string="Closing Balance", digits=0, readonly=True)
    line_ids = fields.One2many(
        "membership.holder.statement.line", "statement_id", readonly=True
    )

    # === COMPUTE METHODS === #
    @api.depends("member_id")
    def _compute_account_id(self):
        """Stored value first: that is what a pool is about."""
        for wizard in self:
            accounts = wizard.member_id.account_ids
            money = accounts.filtered(lambda account: account.unit_kind == "money")
            wizard.account_id = (money or accounts)[:1]

    # === CONSTRAINT METHODS === #
    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for wizard in self:
            if wizard.date_from > wizard.date_to:
                raise ValidationError(
                    self.env._("The first day of a statement comes before its last.")
                )

    # === ACTION METHODS === #
    def action_show(self):
        """Show the statement on the screen."""
        self._fill()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statement by Holder: %(who)s", who=self._get_title()),
            "res_model": "membership.holder.statement.line",
            "view_mode": "list",
            "domain": [("statement_id", "=", self.id)],
        }

    def action_export(self):
        """Download the statement as an Excel workbook."""
        self._fill()
        report = self.env.ref("membership_card.membership_holder_statement_xlsx")
        return report.report_action(self)

    # === BUSINESS METHODS === #
    def _get_title(self):
        self.ensure_one()
        return f"{self.account_id.display_name}, {self.date_from} – {self.date_to}"

    def _fill(self):
        """One line per card, and one for what moved without a card."""
        self.ensure_one()
        account = self.account_id
        account.check_access("read")
        if account.member_id != self.member_id:
            raise ValidationError(self.env._("Choose an account of this member."))
        statement = account._get_statement(self.date_from, self.date_to)
        self.opening = float(statement["opening"])
        self.closing = float(statement["closing"])
        cards = self.member_id.sudo()._get_held_cards()
        rows = {row[0]: row[1:] for row in self._fetch_rows()}
        self.line_ids.unlink()
        ids = sorted({*rows, *cards.ids}, key=lambda card_id: card_id or 0)
        self.env["membership.holder.statement.line"].create(
            [self._prepare_line(card_id, rows.get(card_id)) for card_id in ids]
        )

    def _fetch_rows(self):
        account = self.account_id
        account._flush_ledger()
        start, end = account._get_utc_bounds(self.date_from, self.date_to)
        self.env.cr.execute(SQL(BY_CARD, account=account.id, start=start, end=end))
        return self.env.cr.fetchall()

    def _prepare_line(self, card_id, row):
        count, *texts = row or (0, "0", "0", "0", "0")
        spent, refunded, other, net = map(float, texts)
        return {
            "statement_id": self.id,
            "card_id": card_id,
            "payment_count": count,
            "spent": spent,
            "refunded": refunded,
            "paid_in": other,
            "net": net,
        }


class MembershipHolderStatementLine(models.TransientModel):
    """What one card moved in the period of the statement."""

    _name = "membership.holder.statement.line"
    _inherit = ["membership.window"]
    _description = "Statement by Holder Line"
    _order = "holder_name, id"

    statement_id = fields.Many2one(
        "membership.holder.statement", required=True, ondelete="cascade"
    )
    card_id = fields.Many2one("membership.card")
    holder_name = fields.Char(
        string="Holder", compute="_compute_holder_name", store=True
    )
    card_state = fields.Selection(related="card_id.state", string="Card Status")
    limit_day = fields.Monetary(related="card_id.limit_day")
    currency_id = fields.Many2one(related="card_id.currency_id")
    decimals = fields.Integer(related="statement_id.decimals")
    payment_count = fields.Integer(string="Payments")
    spent = fields.Float(digits=0)
    refunded = fields.Float(digits=0)
    paid_in = fields.Float(string="Top-ups and Corrections", digits=0)
    net = fields.Float(string="Change", digits=0)

    @api.depends("card_id")
    def _compute_holder_name(self):
        for line in self:
            line.holder_name = line.card_id.holder_name or self.env._("Without a card")

    def action_view_entries(self):
        """Open the entries behind this line."""
        self.ensure_one()
        statement = self.statement_id
        action = statement.account_id.action_view_entries()
        start, end = statement.account_id._get_utc_bounds(
            statement.date_from, statement.date_to
        )
        action["domain"] += [
            ("card_id", "=", self.card_id.id),
            ("posted_at", ">=", start),
            ("posted_at", "<", end),
        ]
        return action
