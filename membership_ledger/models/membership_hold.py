from dataclasses import replace
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..exceptions import PostingRefused
from ..posting import Posting

# The account row is written first. Nothing is, if the hold has ended or reserves less,
# or if the key is known.
END_HOLD = """account AS (
    UPDATE membership_account account
    SET balance = balance - %(captured)s,
        held = held - hold.amount,
        last_number = last_number + (%(captured)s > 0)::integer,
        overdrawn = GREATEST(0, -(balance - %(captured)s
            - (held - hold.amount) + credit_limit))
    FROM membership_hold hold
    WHERE hold.id = %(id)s AND hold.state = 'pending' AND account.id = hold.account_id
      AND hold.amount >= %(captured)s
      AND NOT EXISTS (SELECT FROM membership_entry entry
          WHERE entry.account_id = account.id AND entry.key = %(key)s)
    RETURNING account.id, last_number, balance, -%(captured)s::numeric AS moved
), ended AS (
    UPDATE membership_hold SET state = %(state)s, captured_amount = %(captured)s,
        ended_at = %(now)s, end_reason = %(reason)s
    FROM account WHERE membership_hold.id = %(id)s
)"""


class MembershipHold(models.Model):
    """An amount reserved for a payment in progress. It ends exactly once."""

    _name = "membership.hold"
    _inherit = "membership.erasable"
    _names_people = True  # see membership.naming
    _description = "Membership Hold"
    _order = "id desc"
    _log_access = False
    _erasable = ("reason", "end_reason")
    _rec_name = "key"

    account_id = fields.Many2one(
        "membership.account", required=True, readonly=True, ondelete="restrict"
    )
    amount = fields.Float(digits=0, required=True, readonly=True)
    captured_amount = fields.Float(digits=0, required=True, readonly=True)
    key = fields.Char(required=True, readonly=True, string="Idempotency Key")
    state = fields.Selection(
        [
            ("pending", "Pending"),
            ("captured", "Captured"),
            ("released", "Released"),
            ("expired", "Expired"),
        ],
        required=True,
        readonly=True,
    )
    placed_at = fields.Datetime(required=True, readonly=True)
    deadline = fields.Datetime(
        required=True, readonly=True, help="When the amount is given back by itself."
    )
    ended_at = fields.Datetime(readonly=True)
    end_reason = fields.Char(readonly=True)
    origin_model = fields.Char(readonly=True)
    origin_id = fields.Many2oneReference(model_field="origin_model", readonly=True)
    reason = fields.Char(readonly=True)
    operator_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    fingerprint = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(related="account_id.company_id")
    unit_id = fields.Many2one(related="account_id.unit_id")
    decimals = fields.Integer(related="account_id.unit_id.decimals")
    symbol = fields.Char(related="account_id.unit_id.symbol")

    _key_unique = models.UniqueIndex(
        "(account_id, key)", "This reservation exists already."
    )
    _deadline_index = models.Index("(deadline) WHERE state = 'pending'")
    _captured_in_bounds = models.Constraint(
        "CHECK (amount > 0 AND captured_amount >= 0 AND captured_amount <= amount "
        "AND (captured_amount > 0) = (state = 'captured'))",
        "A capture takes something, and at most what is reserved.",
    )

    # === CRUD METHODS === #
    def init(self):
        """An ended hold never changes again, whoever asks; its texts can go."""
        result = super().init()
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION membership_hold_ends_once() RETURNS trigger
                LANGUAGE plpgsql AS $$
                BEGIN
                    IF membership_only_erases(to_jsonb(OLD), to_jsonb(NEW), %s) THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'Hold %% has ended as %%.', OLD.id, OLD.state
                        USING ERRCODE = 'integrity_constraint_violation';
                END $$;
                CREATE OR REPLACE TRIGGER membership_hold_ends_once
                BEFORE UPDATE ON membership_hold FOR EACH ROW
                WHEN (OLD.state <> 'pending')
                EXECUTE FUNCTION membership_hold_ends_once()
                """,
                list(self._erasable),
            )
        )
        return result

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Refuse: holds come from ``account._hold`` only."""
        raise UserError(self.env._("Reservations are written by the ledger only."))

    def write(self, vals):  # pylint: disable=method-required-super
        """Refuse: holds are ended by the ledger's verbs only."""
        raise UserError(self.env._("Reservations are written by the ledger only."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(self.env._("Reservations are kept: release it instead."))

    # === ACTION METHODS === #
    def action_release(self):
        """Ask for the reason and give the amount back."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release reservation"),
            "res_model": "membership.hold.release",
            "view_mode": "form",
            "target": "new",
            "context": {"default_hold_id": self.ensure_one().id},
        }

    # === BUSINESS METHODS === #
    def _capture(
        self,
        amount=None,
        *,
        kind="spend",
        key=None,
        origin=None,
        force=False,
        extra=None,
    ):
        """Spend what was reserved, or a part of it; the rest is given back.

        :param amount: positive, at most the amount of the hold; default: all of it
        :param key: of the entry; default: the hold's
        :param origin: document; default: the hold's
        :param force: capture a lapsed hold too (goods are gone); flagged, may overdraw
        :returns: the ``membership.entry``, the first one if this was done before
        :raises PostingRefused: more than held; ended without ``force``
        """
        self.ensure_one()
        account = self.sudo().account_id
        if amount is None:
            amount = self._get_known(key)["amount"]
        amount = account.unit_id._to_decimal(amount)
        account._check_positive(amount)
        posting = self.sudo()._prepare_capture(amount, kind, key, origin, extra)
        account._flush_ledger()
        ended = self._get_end_sql("captured", amount, key=posting.key)
        entry = account._append(posting, ended)
        self.invalidate_recordset(flush=False)
        return (
            entry or self._find_capture(posting) or self._capture_lapsed(posting, force)
        )

    def _prepare_capture(self, amount, kind, key, origin, extra):
        """The posting of a capture; what is not given is the hold's own."""
        own = self.origin_model and (self.origin_model, self.origin_id)
        return Posting(
            -amount,
            kind,
            key or self.key,
            origin=self.account_id._get_origin(origin, None) if origin else own or None,
            reason=None if origin else self.reason or None,
            hold_id=self.id,
            extra=extra or {},
        )

    def _find_capture(self, posting):
        """The entry of a capture that was done before.

        :raises PostingRefused: key reused with other content, more than is reserved
        """
        known = self._get_known(posting.key)
        account = self.account_id.sudo()
        if known["entry_id"] and known["fingerprint"] != posting.fingerprint:
            account._refuse_key(posting.key)
        if not known["entry_id"] and -posting.amount > known["amount"]:
            raise PostingRefused(
                self.env._(
                    "Only %(held)s are reserved, not %(amount)s.",
                    held=account.unit_id._format(known["amount"]),
                    amount=account.unit_id._format(-posting.amount),
                )
            )
        return self.env["membership.entry"].sudo().browse(known["entry_id"])

    def _capture_lapsed(self, posting, force):
        """Post what a hold reserved that is not pending any more."""
        if not force or self.state not in ("released", "expired"):
            raise PostingRefused(
                self.env._(
                    "This reservation has ended (%(state)s); nothing was taken.",
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ],
                )
            )
        forced = replace(posting, force=True)
        return self.account_id.sudo()._do_post(forced)

    def _release(self, reason=None, state="released"):
        """Give the amount back. Doing it again changes nothing.

        :param reason: why, for the person who reads the list later
        :param state: "released", or "expired" when nobody asked
        :raises PostingRefused: when it was captured already
        """
        for hold in self.sorted("account_id"):
            hold.account_id._flush_ledger()
            if not hold._end(state, reason=reason) and hold.state == "captured":
                raise PostingRefused(
                    self.env._(
                        "This reservation was captured: refund the payment instead."
                    )
                )

    def _end(self, state, reason=None):
        """Give back what a pending hold reserved.

        :returns: whether it was pending
        """
        self.env.cr.execute(
            SQL(
                "WITH %s SELECT id FROM account",
                self._get_end_sql(state, reason=reason),
            )
        )
        row = self.env.cr.fetchone()
        self.invalidate_recordset(flush=False)
        self.env["membership.account"].sudo().browse(row or ())._refresh_ledger()
        return bool(row)

    def _get_end_sql(self, state, captured=Decimal(0), key=None, reason=None):
        """The CTEs ``account`` and ``ended``: end a hold, if it can be ended so.

        :param captured: how much of it the entry with this ``key`` will take
        """
        return SQL(
            END_HOLD,
            id=self.id,
            state=state,
            captured=captured,
            key=key,
            reason=reason,
            now=self.env["membership.entry"]._get_posting_time(),
        )
