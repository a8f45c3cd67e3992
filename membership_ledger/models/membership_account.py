from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Written by the verbs' SQL only: a balance is never set, it is posted.
LEDGER_FIELDS = frozenset({"balance", "credited", "held", "overdrawn", "last_number"})
LEDGER_LINES = ("entry_ids", "lot_ids", "hold_ids")


class MembershipAccount(models.Model):
    """One owner's balance in one unit. The verbs are in the files beside this one."""

    _name = "membership.account"
    _description = "Membership Account"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram")
    # Unit and company are fetched without the rest of the row: a verb needs no more,
    # and fetching everything took half of its time.
    unit_id = fields.Many2one(
        "membership.unit",
        required=True,
        readonly=True,
        ondelete="restrict",
        prefetch="identity",
    )
    unit_kind = fields.Selection(related="unit_id.kind")
    symbol = fields.Char(related="unit_id.symbol")
    decimals = fields.Integer(related="unit_id.decimals")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        prefetch="identity",
    )
    balance = fields.Float(
        digits=0,
        readonly=True,
        required=True,
        default=0,
        help="Sum of all entries.",
        aggregator="sum",
    )
    credited = fields.Float(
        string="Credited in Total",
        digits=0,
        readonly=True,
        required=True,
        default=0,
        help="Sum of all credits ever, of accounts that went before as well. It never "
        "falls: nobody can have earned more in any period.",
    )
    held = fields.Float(
        digits=0,
        readonly=True,
        required=True,
        default=0,
        help="Reserved for payments in progress.",
    )
    credit_limit = fields.Float(
        digits=0,
        readonly=True,
        required=True,
        default=0,
        help="How far an ordinary payment may take the balance below zero.",
    )
    overdrawn = fields.Float(
        digits=0,
        readonly=True,
        required=True,
        default=0,
        help="By how much forced entries exceeded what was available. Shown on the "
        "proof screen until credits have repaid it.",
    )
    available = fields.Float(
        compute="_compute_available",
        digits=0,
        help="Balance − held + credit limit: what can be spent now.",
    )
    state = fields.Selection(
        [("open", "Open"), ("frozen", "Frozen"), ("closed", "Closed")],
        required=True,
        default="open",
        index=True,
    )
    is_shared = fields.Boolean(
        string="Shared",
        help="Many cards draw on this account: payments pass one at a time.",
    )
    last_number = fields.Integer(readonly=True, required=True, default=0)
    entry_ids = fields.One2many("membership.entry", "account_id", readonly=True)
    lot_ids = fields.One2many(
        "membership.lot", "account_id", readonly=True, domain=[("remaining", ">", 0)]
    )
    hold_ids = fields.One2many("membership.hold", "account_id", readonly=True)

    _never_overdrawn = models.Constraint(
        "CHECK (balance - held + credit_limit + overdrawn >= 0)",
        "The account does not hold this amount.",
    )
    _credits_cover = models.Constraint(
        "CHECK (credited >= balance)",
        "An account holds at most what was credited to it.",
    )
    _held_positive = models.Constraint(
        "CHECK (held >= 0 AND credit_limit >= 0 AND overdrawn >= 0)",
        "Held amount, credit limit and overdraft are never negative.",
    )
    _has_overdraft = models.Index("(company_id) WHERE overdrawn > 0")

    # === COMPUTE METHODS === #
    @api.depends("balance", "held", "credit_limit")
    def _compute_available(self):
        for account in self:
            account.available = account.balance - account.held + account.credit_limit

    @api.depends("name", "unit_id.name")
    def _compute_display_name(self):
        for account in self:
            account.display_name = f"{account.name} ({account.unit_id.name})"

    # === CRUD METHODS === #
    def init(self):
        """Leave room in each page: a balance is updated in place (HOT)."""
        self.env.cr.execute("ALTER TABLE membership_account SET (fillfactor = 80)")

    @api.model_create_multi
    def create(self, vals_list):
        """An account starts at zero; what it holds is posted."""
        for vals in vals_list:
            self._check_no_ledger_field(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Everything but the ledger's own fields."""
        self._check_no_ledger_field(vals)
        return super().write(vals)

    def _check_no_ledger_field(self, vals):
        if any(vals.get(name) for name in LEDGER_FIELDS) or LEDGER_FIELDS & vals.keys():
            raise UserError(
                self.env._("A balance is never set: post an entry instead.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if used := self.filtered("last_number")[:1]:
            raise UserError(
                self.env._(
                    "%(account)s has entries and stays: close it instead.",
                    account=used.display_name,
                )
            )

    # === ACTION METHODS === #
    def action_view_entries(self):
        """Open the entries of these accounts."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "membership.entry",
            "view_mode": "list,form",
            "domain": [("account_id", "in", self.ids)],
        }

    def action_view_statement(self):
        """Open the statement of this account for the current month."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statement"),
            "res_model": "membership.account.statement",
            "view_mode": "form",
            "target": "new",
            "context": {"default_account_id": self.id},
        }

    # === BUSINESS METHODS === #
    def _freeze(self):
        """From now on no hold and no ordinary debit; what was held can be captured."""
        self._require_state("open")
        self.state = "frozen"

    def _unfreeze(self):
        """Undo :meth:`_freeze`."""
        self._require_state("frozen")
        self.state = "open"

    def _close(self):
        """End the account.

        :raises UserError: while it holds anything or a payment is in progress
        """
        for account in self:
            if account.balance or account.held:
                raise UserError(
                    self.env._(
                        "%(account)s still holds %(balance)s (%(held)s of it for a "
                        "payment in progress): settle it before closing.",
                        account=account.display_name,
                        balance=account.unit_id._format(account.balance),
                        held=account.unit_id._format(account.held),
                    )
                )
        self.state = "closed"

    def _require_state(self, state):
        for account in self:
            if account.state != state:
                raise UserError(
                    self.env._(
                        "%(account)s is %(state)s.",
                        account=account.display_name,
                        state=dict(
                            account._fields["state"]._description_selection(self.env)
                        )[account.state],
                    )
                )

    def _set_credit_limit(self, limit):
        """Let ordinary payments take the balance down to minus ``limit``.

        :param limit: not negative, in the account's unit; lowering it below what is
            already used shows the rest as overdrawn
        """
        self.ensure_one()
        limit = self.unit_id._to_decimal(limit)
        if limit < 0:
            raise UserError(self.env._("A credit limit is never negative."))
        self._flush_ledger()
        self.env.cr.execute(
            SQL(
                """
                UPDATE membership_account
                SET credit_limit = %(limit)s,
                    overdrawn = GREATEST(0, -(balance - held + %(limit)s))
                WHERE id = %(id)s
                """,
                limit=limit,
                id=self.id,
            )
        )
        self._refresh_ledger()

    def _get_exact(self, *names):
        """Ledger fields as exact Decimals, read from the database.

        :param names: of balance, held, credit_limit, overdrawn, available
        :returns: one Decimal, or a tuple in the order of ``names``
        """
        self.ensure_one()
        self._flush_ledger()
        columns = {"available": SQL("balance - held + credit_limit")}
        self.env.cr.execute(
            SQL(
                "SELECT %s FROM membership_account WHERE id = %s",
                SQL(", ").join(
                    SQL("(%s)::text", columns.get(name) or SQL.identifier(name))
                    for name in names
                ),
                self.id,
            )
        )
        values = tuple(map(Decimal, self.env.cr.fetchone()))
        return values if len(values) > 1 else values[0]

    # === HOOKS === #
    def _get_bucket_order(self):
        """Hook: kinds of lots in the order in which a debit draws on them.

        :returns: list of bucket names
        """
        self.ensure_one()
        return list(self.unit_id._get_facts().bucket_order)

    def _get_default_bucket(self):
        """Hook: where a credit goes that names no bucket: the unit's own first one.

        Not the first to be drawn: a shop that spends bonus first does not turn what a
        refund of credit gives back into bonus.
        """
        self.ensure_one()
        return self.unit_id._get_facts().bucket_order[0]

    # === HELPERS === #
    def _flush_ledger(self):
        """Send what the ORM still keeps back, before SQL reads or writes."""
        self.env["membership.account"].flush_model()

    def _refresh_ledger(self):
        """Forget what the ORM remembers of ledger fields, after SQL wrote them."""
        self.invalidate_recordset(
            (*LEDGER_FIELDS, "credit_limit", "available", *LEDGER_LINES),
            flush=False,
        )
