from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..exceptions import PostingRefused
from ..posting import Posting


class MembershipEntry(models.Model):
    """One immutable movement: a mistake is corrected by another entry."""

    _name = "membership.entry"
    _inherit = "membership.append.only"
    _names_people = True  # see membership.naming
    _erasable = ("reason",)
    _description = "Membership Entry"
    _order = "id desc"
    _rec_name = "key"

    account_id = fields.Many2one(
        "membership.account", required=True, readonly=True, ondelete="restrict"
    )
    number = fields.Integer(
        required=True, readonly=True, help="Counts within the account, without gaps."
    )
    amount = fields.Float(
        digits=0,
        required=True,
        readonly=True,
        help="Positive adds value, negative takes it.",
    )
    balance_after = fields.Float(
        digits=0, required=True, readonly=True, aggregator=None
    )
    kind = fields.Char(required=True, readonly=True)
    kind_label = fields.Char(string="Kind of Entry", compute="_compute_kind_label")
    key = fields.Char(required=True, readonly=True, string="Idempotency Key")
    origin_model = fields.Char(readonly=True)
    origin_id = fields.Many2oneReference(model_field="origin_model", readonly=True)
    origin_name = fields.Char(string="Document", compute="_compute_origin_name")
    can_open_origin = fields.Boolean(compute="_compute_can_open_origin")
    reason = fields.Char(readonly=True)
    operator_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    posted_at = fields.Datetime(required=True, readonly=True)
    reversed_entry_id = fields.Many2one(
        "membership.entry", readonly=True, ondelete="restrict", string="Reverses"
    )
    reversal_ids = fields.One2many(
        "membership.entry", "reversed_entry_id", readonly=True
    )
    hold_id = fields.Many2one("membership.hold", readonly=True, ondelete="restrict")
    is_forced = fields.Boolean(
        string="Forced",
        readonly=True,
        help="Posted although it was not available: the goods were gone already.",
    )
    fingerprint = fields.Char(required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)
    allocation_ids = fields.One2many("membership.allocation", "entry_id", readonly=True)
    unit_id = fields.Many2one(related="account_id.unit_id")
    company_id = fields.Many2one(related="account_id.company_id")
    symbol = fields.Char(related="account_id.unit_id.symbol")
    decimals = fields.Integer(related="account_id.unit_id.decimals")

    _number_unique = models.UniqueIndex("(account_id, number)", "This number is taken.")
    _key_unique = models.UniqueIndex(
        "(account_id, key)", "This operation is already posted."
    )
    _operator_index = models.Index("(operator_id)")
    _posted_at_index = models.Index("(account_id, posted_at)")
    _origin_index = models.Index("(origin_model, origin_id)")
    _reversed_index = models.Index(
        "(reversed_entry_id) WHERE reversed_entry_id IS NOT NULL"
    )
    _amount_not_zero = models.Constraint(
        "CHECK (amount <> 0)", "An entry moves an amount other than zero."
    )
    _is_explained = models.Constraint(
        "CHECK (origin_id IS NOT NULL OR reason <> '')",
        "An entry without a document needs a reason.",
    )

    # === COMPUTE METHODS === #
    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """Groups by kind are headed by what people read."""
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if groupby_spec != "kind":
            return formatter
        labels = self._get_kind_labels()

        def formatter_kind(value):
            value, domain = formatter(value)
            return labels.get(value, value), domain

        return formatter_kind

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_kind_label(self):
        labels = self._get_kind_labels()
        for entry in self:
            entry.kind_label = labels.get(entry.kind, entry.kind)

    @api.depends("origin_model", "origin_id")
    @api.depends_context("uid")
    def _compute_origin_name(self):
        for model, entries in self.grouped("origin_model").items():
            found = {}
            if model and model in self.env:
                Model = self.env[model].sudo()
                found = {
                    record.id: record.display_name
                    for record in Model.browse(entries.mapped("origin_id")).exists()
                }
            for entry in entries:
                entry.origin_name = found.get(entry.origin_id) or False

    @api.depends("origin_name", "origin_model")
    @api.depends_context("uid")
    def _compute_can_open_origin(self):
        """Whether there is a document that this kind of user may open."""
        for model, entries in self.grouped("origin_model").items():
            is_open = model in self.env and self.env[model].has_access("read")
            for entry in entries:
                entry.can_open_origin = is_open and bool(entry.origin_name)

    @api.depends("number", "account_id.name")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.account_id.name} #{entry.number}"

    # === ACTION METHODS === #
    def action_open_origin(self):
        """Open the document that this entry comes from, with the user's own rights."""
        self.ensure_one()
        if not self.origin_id or self.origin_model not in self.env:
            raise UserError(self.env._("This entry has no document, only a reason."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.origin_model,
            "res_id": self.origin_id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #
    def _reverse(
        self,
        amount,
        key,
        *,
        origin=None,
        reason=None,
        force=False,
        kind=None,
        extra=None,
    ):
        """Post the opposite of this entry, of all or a part of it.

        A reversed debit restores the lots it drew, last drawn first, with their old
        expiry; a reversed credit draws on the lot it made before any other.

        :param amount: positive, how much of the entry to undo, in its unit
        :param kind: of the new entry; default: refund for a debit, else clawback
        :raises PostingRefused: more than is left to reverse, a reversal itself, a
            transfer; and all that :meth:`_post` refuses
        """
        self.ensure_one()
        account = self.account_id.sudo()
        amount = account.unit_id._to_decimal(amount)
        account._check_positive(amount)
        original, left = self._get_reversible(key)
        self._check_can_reverse(amount, left)
        is_debit = original < 0
        posting = Posting(
            amount=amount if is_debit else -amount,
            kind=kind or ("refund" if is_debit else "clawback"),
            key=key,
            origin=account._get_origin(origin, reason),
            reason=reason,
            reversed_entry_id=self.id,
            force=force,
            extra=extra or {},
        )
        return account._do_post(posting, prefer_entry=self)

    def _get_reversible(self, key):
        """Exact amount of this entry and how much of it is not reversed yet.

        :param key: of the reversal in hand, which does not count when it is repeated
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT amount::text, (
                    SELECT COALESCE(SUM(amount), 0)::text FROM membership_entry
                    WHERE reversed_entry_id = entry.id AND key <> %s
                ) FROM membership_entry entry WHERE id = %s
                """,
                key,
                self.id,
            )
        )
        original, reversed_before = map(Decimal, self.env.cr.fetchone())
        return original, abs(original) - abs(reversed_before)

    def _get_bucket(self):
        """Bucket of the lot that this credit made, None if it made none."""
        self.env.cr.execute(
            SQL(
                "SELECT bucket FROM membership_lot WHERE entry_id = %s LIMIT 1",
                self.id,
            )
        )
        row = self.env.cr.fetchone()
        return row and row[0]

    def _check_can_reverse(self, amount, left):
        """Raise unless ``amount`` of this entry can (still) be reversed."""
        if self.reversed_entry_id:
            raise PostingRefused(
                self.env._("A reversal is not reversed: post the operation again.")
            )
        if self.kind == "transfer":
            raise PostingRefused(self.env._("A transfer is undone by a transfer back."))
        if amount > left:
            unit = self.account_id.unit_id
            raise PostingRefused(
                self.env._(
                    "Only %(left)s of entry %(entry)s can still be reversed, not "
                    "%(amount)s.",
                    left=unit._format(left),
                    entry=self.display_name,
                    amount=unit._format(amount),
                )
            )

    # === HOOKS === #
    @api.model
    def _get_extra_columns(self):
        """Hook: columns that other addons add; they must be nullable, without default.

        :returns: list of column names allowed in ``extra``
        """
        return []

    @api.model
    def _get_kind_labels(self):
        """Hook: what people read for each kind of entry."""
        return {
            "topup": self.env._("Top-up"),
            "bonus": self.env._("Bonus"),
            "spend": self.env._("Payment"),
            "refund": self.env._("Refund"),
            "earn": self.env._("Earned"),
            "redeem": self.env._("Redeemed"),
            "opening": self.env._("Opening balance"),
            "adjust": self.env._("Adjustment"),
            "gift": self.env._("Gift"),
            "transfer": self.env._("Transfer"),
            "expire": self.env._("Expired"),
            "clawback": self.env._("Taken back"),
            "settle": self.env._("Settled"),
        }
