from odoo import fields, models
from odoo.tools import SQL

from ..const import HOLD_HOURS, SETTLING_KINDS
from ..exceptions import AccountNotOpen, KeyReused, NotEnough, PostingRefused
from ..posting import Posting

# Every statement writes the account row first. Where it finds none, because there is
# not enough or the key is known, nothing else is written.
MOVE = """account AS (
    UPDATE membership_account
    SET %(credit)s balance = balance + %(amount)s,
        last_number = last_number + 1,
        overdrawn = GREATEST(0, -(balance + %(amount)s - held + credit_limit))
    WHERE id = %(id)s
      AND (%(force)s OR state = ANY(%(states)s))
      AND (%(force)s OR %(amount)s > 0
           OR balance + %(amount)s - held + credit_limit >= 0)
      AND NOT EXISTS (
          SELECT FROM membership_entry WHERE account_id = %(id)s AND key = %(key)s)
    RETURNING id, last_number, balance, credited, %(amount)s::numeric AS moved
)"""
PLACE_HOLD = """
WITH account AS (
    UPDATE membership_account SET held = held + %(amount)s
    WHERE id = %(id)s AND state = 'open'
      AND balance - held + credit_limit >= %(amount)s
      AND NOT EXISTS (
          SELECT FROM membership_hold WHERE account_id = %(id)s AND key = %(key)s)
    RETURNING id
)
INSERT INTO membership_hold (account_id, amount, captured_amount, key,
    state, deadline, origin_model, origin_id, reason, operator_id,
    placed_at, fingerprint)
SELECT id, %(amount)s, 0, %(key)s, 'pending', %(deadline)s, %(model)s,
    %(res_id)s, %(reason)s, %(uid)s, %(now)s, %(fingerprint)s
FROM account RETURNING id
"""


class MembershipAccount(models.Model):
    """The verbs on one account: post and hold.

    The *first write* of every verb is one conditional UPDATE of the account row. Its
    condition is all there is to check, that the key is new included; only when it finds
    no row the verb asks why. Odoo runs REPEATABLE READ: if another transaction changed
    the row since our snapshot, that UPDATE fails with a serialization error and Odoo
    repeats the request; if it succeeds, everything read before it was current.
    """

    _inherit = "membership.account"

    def _post(
        self,
        amount,
        kind,
        key,
        *,
        origin=None,
        reason=None,
        bucket=None,
        expires_on=None,
        force=False,
        extra=None,
    ):
        """Post one entry, once.

        :param amount: signed, in the account's unit; Decimal, int or text
        :param str kind: what it is (topup, spend, earn, adjust, …)
        :param str key: made by the caller, unique for the operation on this account
        :param origin: record of the document behind it; without one, ``reason`` is due
        :param bucket: kind of lot a credit makes; default: the first of the order
        :param expires_on: last good day of that lot
        :param force: goods are gone: may overdraw (flagged), also if not open
        :param extra: dict of columns added to the entry by other addons
        :returns: the ``membership.entry``, the first one if the key was posted before
        :raises PostingRefused: not enough, not open, key reused with other content
        """
        self.ensure_one()
        return self._do_post(
            Posting(
                amount=self.unit_id._to_decimal(amount),
                kind=kind,
                key=key,
                origin=self._get_origin(origin, reason),
                reason=reason,
                bucket=bucket,
                expires_on=fields.Date.to_date(expires_on),
                force=force,
                extra=extra or {},
            )
        )

    def _hold(self, amount, key, *, origin=None, reason=None, deadline=None):
        """Reserve an amount for a payment in progress.

        :param amount: positive, in the account's unit
        :param key: also the key of the entry that a capture will post
        :param deadline: datetime (UTC) after which the job gives the amount back
        :returns: the ``membership.hold``, the first one if the key was used before
        :raises PostingRefused: not enough, not open, key reused with other content
        """
        self.ensure_one()
        amount = self.unit_id._to_decimal(amount)
        Hold = self.env["membership.hold"].sudo()
        request = Posting(
            amount, "hold", key, origin=self._get_origin(origin, reason), reason=reason
        )
        self._check_positive(amount)
        self._flush_ledger()
        now = self.env["membership.entry"]._get_posting_time(request)
        self.env.cr.execute(
            SQL(
                PLACE_HOLD,
                id=self.id,
                amount=amount,
                key=key,
                deadline=deadline or fields.Datetime.add(now, hours=HOLD_HOURS),
                model=request.origin and request.origin[0],
                res_id=request.origin and request.origin[1],
                reason=reason,
                uid=self.env.uid,
                now=now,
                fingerprint=request.fingerprint,
            )
        )
        row = self.env.cr.fetchone()
        if not row:
            return Hold._find_key(self, request) or self._refuse(amount)
        self._refresh_ledger()
        hold = Hold.browse(row[0])
        Hold._fields["state"]._insert_cache(hold, ["pending"])
        return hold

    # === BUSINESS METHODS - THE STEPS OF A VERB === #
    def _do_post(self, posting, prefer_entry=None):
        """Move the balance, append the entry with its lots; or find it by its key.

        :param prefer_entry: a debit draws on the lots of this entry first
        """
        self._flush_ledger()
        if not posting.amount:
            raise PostingRefused(
                self.env._("An entry moves an amount other than zero.")
            )
        return (
            self._append(posting, self._get_move_sql(posting), prefer_entry)
            or self._find_key(posting)
            or self._refuse(-posting.amount)
        )

    def _find_key(self, posting):
        """The entry that this account already has under the posting's key, if any.

        :raises KeyReused: if that entry has other content
        """
        self.env.cr.execute(
            SQL(
                "SELECT id, fingerprint FROM membership_entry "
                "WHERE account_id = %s AND key = %s",
                self.id,
                posting.key,
            )
        )
        row = self.env.cr.fetchone()
        if row and row[1] != posting.fingerprint:
            self._refuse_key(posting.key)
        return self.env["membership.entry"].sudo().browse(row and row[0])

    def _get_move_sql(self, posting):
        """The CTE ``account`` that every posting starts with."""
        states = ["open"]
        if posting.amount > 0:
            states = ["open", "frozen"]
        elif posting.kind in SETTLING_KINDS:
            states = ["open", "frozen", "closed"]
        if self.merged_into_id and (
            posting.reversed_entry_id or posting.kind == "transfer"
        ):
            states = ["closed"]  # what comes is passed on to the account it goes on as
        credit = SQL("")
        if posting.amount > 0:
            credit = SQL("credited = credited + %s,", posting.amount)
        return SQL(
            MOVE,
            credit=credit,
            id=self.id,
            key=posting.key,
            amount=posting.amount,
            force=posting.force,
            states=states,
        )

    def _append(
        self, posting, move, prefer_entry=None, with_lots=True, prefer_bucket=None
    ):
        """Move the account, append the entry, draw or make lots, in one statement.

        :param SQL move: CTE ``account``: id, last_number, balance, what was moved
            (signed), of a credit also credited
        :returns: the entry; an empty one if ``move`` found no account to move
        """
        Entry = self.env["membership.entry"].sudo()
        # A debit leaves the total of credits alone, and says nothing about it.
        is_credit = posting.amount > 0
        total = SQL("(SELECT credited FROM account)" if is_credit else "NULL")
        lots = SQL("")
        if with_lots:
            lots = self._get_lots_sql(posting, prefer_entry, prefer_bucket)
        self.env.cr.execute(
            SQL(
                "WITH %s, entry AS (%s) %s SELECT id, balance_after, %s FROM entry",
                move,
                Entry._get_insert_sql(posting),
                lots,
                total,
            )
        )
        row = self.env.cr.fetchone()
        if not row:
            return Entry
        self._refresh_ledger()
        # What a receipt says needs no query.
        self._fields["balance"]._insert_cache(self, [row[1]])
        if is_credit:
            self._fields["credited"]._insert_cache(self, [row[2]])
        self.env["membership.lot"].invalidate_model(["remaining"], flush=False)
        if posting.reversed_entry_id:
            Entry.browse(posting.reversed_entry_id).invalidate_recordset(flush=False)
        return Entry.browse(row[0])

    # === HELPERS === #
    def _get_lots_sql(self, posting, prefer_entry, prefer_bucket):
        """What a posting does to lots: a debit draws on them, a credit fills them."""
        Lot = self.env["membership.lot"].sudo()
        if posting.amount > 0:
            return Lot._get_fill_sql(self, posting)
        return Lot._get_draw_sql(self, -posting.amount, prefer_entry, prefer_bucket)

    def _get_origin(self, origin, reason):
        """(model, id) of the origin; a posting has one, or a reason."""
        if origin:
            return origin._name, origin.ensure_one().id
        if not (reason or "").strip():
            raise PostingRefused(
                self.env._("An entry without a document needs a reason.")
            )
        return None

    def _check_positive(self, amount):
        if amount <= 0:
            raise PostingRefused(self.env._("The amount must be more than zero."))

    def _refuse_key(self, key):
        raise KeyReused(
            self.env._(
                "Operation %(key)s was already posted on %(account)s with other "
                "content; nothing was changed.",
                key=key,
                account=self.display_name,
            )
        )

    def _refuse(self, amount):
        """Say why the account's row did not accept a debit of ``amount``."""
        self._refresh_ledger()
        self.invalidate_recordset(["state"], flush=False)
        if not self.exists():
            raise PostingRefused(self.env._("This account does not exist any more."))
        if self.state != "open":
            state = dict(self._fields["state"]._description_selection(self.env))
            raise AccountNotOpen(
                self.env._(
                    "%(account)s is %(state)s: no payment and no reservation.",
                    account=self.display_name,
                    state=state[self.state].lower(),
                )
            )
        raise NotEnough(
            self.env._(
                "%(account)s has only %(available)s available, %(amount)s are needed.",
                account=self.display_name,
                available=self.unit_id._format(self.available),
                amount=self.unit_id._format(amount),
            )
        )
