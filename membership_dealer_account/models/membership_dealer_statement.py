from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, plaintext2html

from ..const import STATEMENT_GRAPH

ACTIVITY = "mail.mail_activity_data_todo"
# Talk goes on; figures and answers do not change by editing.
FREE = frozenset(("message_follower_ids", "activity_ids", "message_ids"))


class MembershipDealerStatement(models.Model):
    """What we and a dealer owed each other in a month; the dealer agrees, or says why
    not. Its figures never change: a correction shows in the next one."""

    _name = "membership.dealer.statement"
    _description = "Dealer Statement"
    _inherit = ["membership.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, dealer_id"

    dealer_id = fields.Many2one(
        "membership.dealer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(required=True, readonly=True)
    month = fields.Char(compute="_compute_month")
    date_to = fields.Date(required=True, readonly=True)
    # === WHAT THE DEALER OWES US === #
    opening = fields.Monetary(string="Owed Before", readonly=True)
    invoiced = fields.Monetary(readonly=True)
    credited = fields.Monetary(readonly=True, help="Credit notes.")
    paid = fields.Monetary(readonly=True, help="Payments and whatever else settled it.")
    closing = fields.Monetary(string="Owed Afterwards", readonly=True)
    # === WHAT WE OWE THE DEALER === #
    prepaid_opening = fields.Monetary(string="Prepaid Before", readonly=True)
    prepaid_in = fields.Monetary(string="Paid In and Earned", readonly=True)
    prepaid_out = fields.Monetary(string="Spent", readonly=True)
    prepaid_closing = fields.Monetary(string="Prepaid Afterwards", readonly=True)
    state = fields.Selection(
        [("sent", "Sent"), ("agreed", "Agreed"), ("disputed", "Disputed")],
        required=True,
        readonly=True,
        default="sent",
        index=True,
        tracking=True,
    )
    answer = fields.Text(string="What the Dealer Says", readonly=True)
    answered_by_id = fields.Many2one("res.users", readonly=True)
    answered_on = fields.Datetime(readonly=True)

    _month_unique = models.UniqueIndex(
        "(dealer_id, date_from)", "This dealer has its statement of this month."
    )

    # === COMPUTE METHODS === #
    @api.depends("date_from")
    def _compute_month(self):
        for statement in self:
            day = statement.date_from
            statement.month = day.strftime("%Y-%m") if day else False

    @api.depends("dealer_id", "month")
    def _compute_display_name(self):
        for statement in self:
            name = f"{statement.dealer_id.display_name} {statement.month or ''}"
            statement.display_name = name

    # === CRUD METHODS === #
    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(statement.state != "sent" for statement in self):
            raise UserError(self.env._("An answered statement stays on file."))

    # === ACTION METHODS === #
    def action_settle(self):
        """The disagreement was cleared up."""
        self.check_access("write")
        self._change_state("settle", self.env._("Cleared up with the dealer."))

    # === BUSINESS METHODS === #
    def _check_can_edit(self, vals):
        """Figures stay as they were sent."""
        if vals.keys() - FREE:
            raise AccessError(
                self.env._("A statement stays as it was sent: answer it instead.")
            )

    def _change_state(self, action, answer=None):
        """The one gate of an answer: agree, dispute (with a reason) or settle."""
        sources, target = STATEMENT_GRAPH[action]
        answer = (answer or "").strip()
        if action == "dispute" and not answer:
            raise UserError(
                self.env._("Write what is wrong, so that we can look at it.")
            )
        for statement in self:
            if statement.state not in sources:
                raise UserError(self.env._("This statement was answered already."))
            vals = {
                "state": target,
                "answer": answer or statement.answer,
                "answered_by_id": self.env.uid,
                "answered_on": fields.Datetime.now(),
            }
            statement.sudo()._through_gate().write(vals)
            statement.sudo()._tell_responsible(action, answer)

    def _tell_responsible(self, action, answer):
        """Who looks after the dealer clears up what it disagrees with."""
        if action != "dispute":
            self.activity_feedback([ACTIVITY])
            return
        self.message_post(body=answer)
        if user := self.dealer_id.user_id:
            self.activity_schedule(
                ACTIVITY,
                summary=self.env._("The dealer disagrees with the statement"),
                note=plaintext2html(answer),
                user_id=user.id,
            )

    @api.model
    def _cron_make(self):
        """Monthly: statements of last month for all dealers who had business."""
        today = fields.Date.context_today(self)
        start = fields.Date.subtract(fields.Date.start_of(today, "month"), months=1)
        dealers = (
            self.env["membership.dealer"]
            .sudo()
            .search([("state", "in", ("approved", "suspended"))])
        )
        for company, group in dealers.grouped("company_id").items():
            self._make(company, group, start)

    @api.model
    def _make(self, company, dealers, date_from):
        """Statements of one month that are missing; dealers without business get none.

        :returns: the new statements
        """
        date_to = fields.Date.end_of(date_from, "month")
        done = self.sudo().search(
            [("dealer_id", "in", dealers.ids), ("date_from", "=", date_from)]
        )
        rows = self._read_figures(dealers - done.dealer_id, date_from, date_to)
        return self.sudo().create(
            [
                {
                    "dealer_id": dealer_id,
                    "company_id": company.id,
                    "date_from": date_from,
                    "date_to": date_to,
                    **figures,
                }
                for dealer_id, figures in rows.items()
                if any(figures.values())
            ]
        )

    @api.model
    def _read_figures(self, dealers, date_from, date_to):
        """{dealer id: figures} out of the books and the ledger, in two queries."""
        if not dealers:
            return {}
        self.env["account.move.line"].flush_model()
        self.env["membership.account"]._flush_ledger()
        period = {"ids": tuple(dealers.ids), "start": date_from, "end": date_to}
        result = {}
        self.env.cr.execute(SQL(RECEIVABLE, **period))
        for dealer_id, opening, invoiced, credited, settled in self.env.cr.fetchall():
            result[dealer_id] = {
                "opening": opening,
                "invoiced": invoiced,
                "credited": -credited,
                "paid": -settled,
                "closing": opening + invoiced + credited + settled,
            }
        self.env.cr.execute(SQL(PREPAID, **period))
        for dealer_id, opening, paid_in, paid_out in self.env.cr.fetchall():
            result.setdefault(dealer_id, {}).update(
                {
                    "prepaid_opening": opening,
                    "prepaid_in": paid_in,
                    "prepaid_out": -paid_out,
                    "prepaid_closing": opening + paid_in + paid_out,
                }
            )
        return result


RECEIVABLE = """
SELECT dealer.id,
    COALESCE(SUM(line.balance) FILTER (WHERE line.date < %(start)s), 0),
    COALESCE(SUM(line.balance) FILTER (
        WHERE line.date >= %(start)s AND move.move_type = 'out_invoice'), 0),
    COALESCE(SUM(line.balance) FILTER (
        WHERE line.date >= %(start)s AND move.move_type = 'out_refund'), 0),
    COALESCE(SUM(line.balance) FILTER (
        WHERE line.date >= %(start)s
            AND move.move_type NOT IN ('out_invoice', 'out_refund')), 0)
FROM membership_dealer dealer
JOIN res_partner partner ON partner.commercial_partner_id = dealer.partner_id
JOIN account_move_line line ON line.partner_id = partner.id
JOIN account_move move ON move.id = line.move_id
JOIN account_account account ON account.id = line.account_id
JOIN res_company company ON company.id = line.company_id
WHERE dealer.id IN %(ids)s AND line.parent_state = 'posted'
    AND account.account_type = 'asset_receivable' AND line.date <= %(end)s
    AND split_part(company.parent_path, '/', 1)::integer = dealer.company_id
GROUP BY dealer.id
"""
PREPAID = """
SELECT account.dealer_id,
    COALESCE(SUM(entry.amount) FILTER (WHERE entry.posted_at < %(start)s), 0),
    COALESCE(SUM(entry.amount) FILTER (
        WHERE entry.posted_at >= %(start)s AND entry.amount > 0), 0),
    COALESCE(SUM(entry.amount) FILTER (
        WHERE entry.posted_at >= %(start)s AND entry.amount < 0), 0)
FROM membership_account account
JOIN membership_entry entry ON entry.account_id = account.id
WHERE account.dealer_id IN %(ids)s AND entry.posted_at < %(end)s::date + 1
GROUP BY account.dealer_id
"""
