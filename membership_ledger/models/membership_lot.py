from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class MembershipLot(models.Model):
    """What is left of one credit: where a debit draws from and what expires."""

    _name = "membership.lot"
    _description = "Membership Lot"
    _order = "expires_on, id"
    _log_access = False
    _rec_name = "bucket"

    account_id = fields.Many2one(
        "membership.account", required=True, readonly=True, ondelete="restrict"
    )
    entry_id = fields.Many2one(
        "membership.entry",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The credit that made this lot.",
    )
    bucket = fields.Char(required=True, readonly=True)
    bucket_name = fields.Char(string="Kind of Lot", compute="_compute_bucket_name")
    expires_on = fields.Date(readonly=True, help="Last day on which it can be spent.")
    amount = fields.Float(
        digits=0,
        required=True,
        readonly=True,
        help="What the credit put in, after repaying a negative balance.",
    )
    remaining = fields.Float(digits=0, required=True, readonly=True)
    allocation_ids = fields.One2many("membership.allocation", "lot_id", readonly=True)
    company_id = fields.Many2one(related="account_id.company_id")
    unit_id = fields.Many2one(related="account_id.unit_id")
    symbol = fields.Char(related="account_id.unit_id.symbol")
    decimals = fields.Integer(related="account_id.unit_id.decimals")

    _remaining_in_bounds = models.Constraint(
        "CHECK (remaining >= 0 AND remaining <= amount)",
        "A lot never holds less than nothing or more than was put in.",
    )
    _open_index = models.Index("(account_id) WHERE remaining > 0")
    _expiry_index = models.Index(
        "(expires_on) WHERE remaining > 0 AND expires_on IS NOT NULL"
    )

    # === COMPUTE METHODS === #
    @api.depends("bucket")
    @api.depends_context("lang")
    def _compute_bucket_name(self):
        names = self._get_bucket_names()
        for lot in self:
            lot.bucket_name = names.get(lot.bucket, lot.bucket)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Refuse: lots come from the ledger's verbs only."""
        raise UserError(self.env._("Lots are written by the ledger only."))

    def write(self, vals):  # pylint: disable=method-required-super
        """Refuse: lots are drawn and restored by the ledger's verbs only."""
        raise UserError(self.env._("Lots are written by the ledger only."))

    # === HOOKS === #
    @api.model
    def _get_bucket_names(self):
        """Hook: what people call the buckets.

        :returns: {bucket: name in the user's language}
        """
        return {}

    # === HELPERS - SQL === #
    # Each returns further CTEs of the statement that inserts ``entry``. They write only
    # what they join with ``entry``: without one, nothing.

    def _get_draw_sql(self, account, amount, prefer_entry=None, prefer_bucket=None):
        """Draw ``amount`` from the account's lots in the declared order.

        Lots of ``prefer_entry`` come first of all, then those of ``prefer_bucket``.
        What exceeds the lots is drawn on the credit limit or overdraws.
        """
        preferred = []
        if prefer_entry:
            preferred.append(SQL("entry_id = %s DESC,", prefer_entry.id))
        if prefer_bucket:
            preferred.append(SQL("bucket = %s DESC,", prefer_bucket))
        return SQL(
            """
            , candidate AS (
                SELECT id, remaining, SUM(remaining) OVER (
                    ORDER BY %(preferred)s
                        COALESCE(array_position(%(buckets)s::text[], bucket::text), 99),
                        expires_on NULLS LAST, id
                ) - remaining AS before
                FROM membership_lot WHERE account_id = %(account)s AND remaining > 0
            ), drawn AS (
                UPDATE membership_lot lot
                SET remaining = lot.remaining - LEAST(candidate.remaining,
                    %(amount)s - before)
                FROM candidate, entry
                WHERE lot.id = candidate.id AND before < %(amount)s
                RETURNING entry.id AS entry_id, lot.id, before,
                    LEAST(candidate.remaining, %(amount)s - before) AS taken
            ), allocation AS (
                INSERT INTO membership_allocation (entry_id, lot_id, amount)
                SELECT entry_id, id, -taken FROM drawn ORDER BY before
            )
            """,
            preferred=SQL(" ").join(preferred),
            buckets=account._get_bucket_order(),
            account=account.id,
            amount=amount,
        )

    def _get_fill_sql(self, account, posting):
        """Put what a credit leaves after repaying a negative balance into lots."""
        bucket = posting.bucket or account._get_default_bucket()
        if posting.reversed_entry_id:
            return self._get_restore_sql(posting.reversed_entry_id, bucket)
        return SQL(
            """
            , lot AS (
                INSERT INTO membership_lot
                    (account_id, entry_id, bucket, expires_on, amount, remaining)
                SELECT account_id, id, %(bucket)s, %(expires)s::date, gain, gain
                FROM entry WHERE gain > 0
            )
            """,
            bucket=bucket,
            expires=posting.expires_on,
        )

    def _get_restore_sql(self, entry_id, bucket):
        """Give back to the lots what entry ``entry_id`` drew, last drawn first.

        What it drew on credit, and was repaid since, becomes a lot of its own.
        """
        return SQL(
            """
            , restorable AS (
                SELECT lot_id, -SUM(al.amount) AS can, MIN(al.id) AS drawn_at
                FROM membership_allocation al
                JOIN membership_entry source ON source.id = al.entry_id
                WHERE source.id = %(entry)s OR source.reversed_entry_id = %(entry)s
                GROUP BY lot_id HAVING SUM(al.amount) < 0
            ), candidate AS (
                SELECT lot_id, can,
                    SUM(can) OVER (ORDER BY drawn_at DESC) - can AS before
                FROM restorable
            ), restored AS (
                UPDATE membership_lot lot
                SET remaining = remaining + LEAST(can, gain - before)
                FROM candidate, entry WHERE lot.id = lot_id AND before < gain
                RETURNING entry.id AS entry_id, lot.id, before,
                    LEAST(can, gain - before) AS given
            ), allocation AS (
                INSERT INTO membership_allocation (entry_id, lot_id, amount)
                SELECT entry_id, id, given FROM restored ORDER BY before
            ), lot AS (
                INSERT INTO membership_lot
                    (account_id, entry_id, bucket, amount, remaining)
                SELECT account_id, id, %(bucket)s, gain - given, gain - given
                FROM entry,
                    (SELECT COALESCE(SUM(given), 0) AS given FROM restored) total
                WHERE gain > given
            )
            """,
            entry=entry_id,
            bucket=bucket,
        )
