from odoo import fields, models
from odoo.tools import SQL

from ..exceptions import PostingRefused


class MembershipAccount(models.Model):
    """An account that goes on as another: nothing is lost, and nothing comes to an end.

    Entries stay where they were posted. What still happens to them later, a return of
    goods that were paid before the merge, is posted beside them and passed on at once.
    """

    _inherit = "membership.account"

    merged_into_id = fields.Many2one(
        "membership.account",
        string="Goes On As",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        prefetch="identity",
    )
    merged_ids = fields.One2many(
        "membership.account", "merged_into_id", string="Went Before", readonly=True
    )

    # === BUSINESS METHODS === #
    def _merge_into(self, target, origin):
        """Move what this account holds or owes to ``target`` and end it.

        Lots keep bucket and expiry, a debt moves as a debt, and of two credit limits
        the larger one goes on.

        Of shared accounts, pass the gate first (:meth:`_pass_gate`).

        :param target: open ``membership.account`` of the same unit and company
        :param origin: record that explains the merge; every entry names it
        :raises PostingRefused: a payment is in progress, one of them is not open, or
            they are not of one unit and company
        """
        self.ensure_one()
        self._check_can_merge(target)
        balance, own_limit = self._get_exact("balance", "credit_limit")
        limit = target._get_exact("credit_limit")
        if own_limit:
            target._set_credit_limit(max(own_limit, limit))
            self._set_credit_limit(0)
        key = f"merge:{origin.id}:{self.id}"
        if balance > 0:
            self._transfer(target, balance, key, origin=origin)
        elif balance < 0:
            target._transfer(self, -balance, key, origin=origin, force=True)
        target._take_over_credits(self, max(balance, 0))
        self._close()
        # Chains are kept short: who was merged before goes on as the last one, too.
        (self | self.merged_ids).merged_into_id = target

    def _take_over_credits(self, other, moved):
        """From now on what was credited to ``other`` counts here.

        :param Decimal moved: how much of it this account was credited by the merge
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE membership_account account
                SET credited = account.credited + other.credited - %s
                FROM membership_account other WHERE account.id = %s AND other.id = %s
                """,
                moved,
                self.id,
                other.id,
            )
        )
        self._refresh_ledger()

    def _check_can_merge(self, target):
        """Hook: raise if this account cannot go on as ``target``."""
        if (
            self == target
            or self.unit_id != target.unit_id
            or self.company_id != target.company_id
        ):
            raise PostingRefused(
                self.env._(
                    "An account goes on as another one of the same unit and company."
                )
            )
        self._refresh_ledger()
        for account in self | target:
            if account.state != "open":
                account._refuse(0)
        if self.held:
            raise PostingRefused(
                self.env._(
                    "A payment of %(held)s from %(account)s is in progress: finish or "
                    "release it first.",
                    held=self.unit_id._format(self.held),
                    account=self.display_name,
                )
            )

    def _do_post(self, posting, prefer_entry=None):
        """What is undone on an account that was merged is passed on to its heir."""
        heir = self.merged_into_id
        if not heir or not (posting.reversed_entry_id or posting.hold_id):
            return super()._do_post(posting, prefer_entry)
        move = {
            "key": f"{posting.key}:heir",
            "origin": self.env["membership.entry"].browse(posting.reversed_entry_id),
            "reason": self.env._("Merged account"),
            "force": posting.force,
            "extra": posting.extra,
        }
        if not posting.reversed_entry_id:
            move["origin"] = None
        if posting.amount < 0:
            bucket = prefer_entry and prefer_entry._get_bucket()
            heir._transfer(self, -posting.amount, prefer_bucket=bucket, **move)
            return super()._do_post(posting, prefer_entry)
        entry = super()._do_post(posting, prefer_entry)
        self._transfer(heir, posting.amount, **move)
        return entry
