import json
from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..bonus import best_step, bonus_of
from ..const import BONUS, CHUNK, PRINCIPAL


class MembershipTopup(models.Model):
    """How top-ups are made: one or twenty thousand, by the same steps."""

    _inherit = "membership.topup"

    @api.model
    def _topup_batch(self, rows, post_move=True):
        """Top up many members in this transaction, with one journal entry per method.

        The same rows again change nothing. Callers with thousands of rows commit per
        chunk of at most 1 000, so that busy tills get through.

        :param rows: list of dicts with member, amount, method, key and, if known,
            card, outlet, reference (see :meth:`_topup`)
        :returns: the top-ups in the order of ``rows``
        :raises UserError: for the first row that is refused; nothing is posted then
        """
        topups = self.env["membership.topup"].sudo()
        requests = topups._prepare_requests(rows, post_move)
        made = topups._find_made(requests)
        fresh = {}
        for request in requests:
            key = request["account"].id, request["key"]
            if key in made:
                made[key]._check_same(request)
            elif key in fresh:
                topups._check_same_request(fresh[key], request)
            else:
                fresh[key] = request
        pending = list(fresh.values())
        for start in range(0, len(pending), CHUNK):
            made.update(topups._make(pending[start : start + CHUNK]))
        new = topups.browse(made[key].id for key in fresh)
        if post_move:
            new._post_moves()
        if new:
            new._after_topup()
        ids = (made[request["account"].id, request["key"]].id for request in requests)
        return self.env["membership.topup"].browse(ids)

    # === BUSINESS METHODS - PRE-PROCESSING === #
    def _prepare_requests(self, rows, post_move):
        """The rows with exact amounts, the wallets and the companies that book."""
        members = self._gather(rows, "member", "membership.member")
        cards = self._gather(rows, "card", "membership.card")
        outlets = self._gather(rows, "outlet", "membership.outlet")
        methods = self._gather(rows, "method", "membership.topup.method")
        everybody = self.env["membership.member"].sudo().browse(filter(None, members))
        wallets = everybody._get_wallets()
        requests = []
        for row in rows:
            member = members[row["member"].id]
            account = wallets[member.id]
            outlet = outlets[row.get("outlet") and row["outlet"].id]
            method = methods[row.get("method") and row["method"].id]
            requests.append(
                {
                    "member": member,
                    "account": account,
                    "amount": account.unit_id._to_decimal(row["amount"]),
                    "method": method,
                    "key": row["key"],
                    "card": cards[row.get("card") and row["card"].id],
                    "outlet": outlet,
                    "reference": (row.get("reference") or "").strip() or None,
                    "company": outlet.company_id
                    or method.company_id
                    or member.company_id,
                    "post_move": post_move,
                }
            )
        return requests

    def _gather(self, rows, name, model):
        """{id: record} of what stands under ``name``; no id stands for no record.

        One prefetch set for all of them, whatever the caller's records had.
        """
        Model = self.env[model].sudo()
        ids = {row[name].id for row in rows if row.get(name)}
        return defaultdict(
            Model.browse, {record.id: record for record in Model.browse(ids)}
        )

    def _find_made(self, requests):
        """{(account id, key): top-up} of what was done before."""
        self.flush_model(["account_id", "key"])
        self.env.cr.execute(
            SQL(
                """
                SELECT account_id, key, id FROM membership_topup
                JOIN unnest(%s::integer[], %s::text[]) AS asked (account_id, key)
                USING (account_id, key)
                """,
                [request["account"].id for request in requests],
                [request["key"] for request in requests],
            )
        )
        rows = self.env.cr.fetchall()
        # One prefetch set for all of them: they are read together.
        found = self.browse(row[2] for row in rows)
        return {row[:2]: topup for row, topup in zip(rows, found, strict=True)}

    # === BUSINESS METHODS - PROCESSING === #
    def _make(self, requests):
        """Check, write the documents, post their entries.

        :returns: {(account id, key): top-up}
        """
        for request in requests:
            self._check_can_topup(request)
        self._grant_bonus(requests)
        made = self._insert(requests)
        rows = []
        for request in requests:
            topup = made[request["account"].id, request["key"]]
            rows += topup._prepare_entry_rows(request)
        self.env["membership.account"].sudo()._post_batch(rows)
        return made

    def _grant_bonus(self, requests):
        """Add rule, bonus and expires_on to each request; each ladder is read once."""
        today, ladders = fields.Date.context_today(self), {}
        Rule = self.env["membership.topup.rule"].sudo()
        for request in requests:
            member, amount = request["member"], request["amount"]
            company, level = member.company_id, member.level_id
            if (company, level) not in ladders:
                ladder = Rule._get_ladder(company, today)
                ladders[company, level] = ladder._get_steps(level)
            step = best_step(ladders[company, level], amount)
            rule = Rule.browse(step and step.ref)
            request["rule"] = rule
            request["bonus"] = bonus_of(step, amount, request["account"].decimals)
            request["expires_on"] = rule._get_expiry(today)

    def _insert(self, requests):
        """Write the documents by one statement; see :meth:`_topup_batch`.

        ON CONFLICT: of two transactions with one key the second gets a serialization
        error, which Odoo repeats, and not a unique violation, which it does not.
        """
        names = self._next_names(len(requests))
        vals_list = [
            self._prepare_topup_vals(request, name)
            for request, name in zip(requests, names, strict=True)
        ]
        columns = list(vals_list[0])
        types = [
            SQL("%s %s", SQL.identifier(name), SQL(self._fields[name].column_type[1]))
            for name in columns
        ]
        columns_sql = SQL(", ").join(map(SQL.identifier, columns))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_topup (%(columns)s)
                SELECT %(columns)s FROM jsonb_to_recordset(%(rows)s) AS r (%(types)s)
                ON CONFLICT (account_id, key) DO NOTHING
                RETURNING account_id, key, id
                """,
                columns=columns_sql,
                rows=json.dumps(vals_list, default=str),
                types=SQL(", ").join(types),
            )
        )
        rows = self.env.cr.fetchall()
        new = self.browse(row[2] for row in rows)
        return {row[:2]: topup for row, topup in zip(rows, new, strict=True)}

    def _next_names(self, count):
        """The next ``count`` document numbers, by one query."""
        sequence = self.env.ref("membership_wallet.membership_topup_sequence").sudo()
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [sequence.next_by_id() for _i in range(count)]
        self.env.cr.execute(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        prefix, suffix = sequence._get_prefix_suffix()
        return [
            f"{prefix}{number:0{sequence.padding}d}{suffix}"
            for (number,) in self.env.cr.fetchall()
        ]

    # === HOOKS === #
    @api.model
    def _prepare_topup_vals(self, request, name):
        """Hook: columns of the document; the same set for every row of a batch."""
        now = fields.Datetime.to_string(fields.Datetime.now())
        return {
            "name": name,
            "state": "posted",
            "date": now,
            "member_id": request["member"].id,
            "card_id": request["card"].id or None,
            "account_id": request["account"].id,
            "company_id": request["company"].id,
            "currency_id": request["account"].unit_id.currency_id.id,
            "amount": request["amount"],
            "bonus_amount": request["bonus"],
            "reversed_amount": Decimal(0),
            "reversed_bonus": Decimal(0),
            "rule_id": request["rule"].id or None,
            "bonus_expires_on": request["expires_on"] or None,
            "method_id": request["method"].id or None,
            "reference": request["reference"],
            "outlet_id": request["outlet"].id or None,
            "operator_id": self.env.uid,
            "key": request["key"],
            "create_uid": self.env.uid,
            "create_date": now,
            "write_uid": self.env.uid,
            "write_date": now,
        }

    def _prepare_entry_rows(self, request):
        """Hook: what is posted in the ledger for one top-up."""
        row = {
            "account_id": request["account"].id,
            "origin": self,
            "extra": {
                "card_id": request["card"].id or None,
                "outlet_id": request["outlet"].id or None,
            },
        }
        rows = [
            {
                **row,
                "amount": request["amount"],
                "kind": "topup",
                "key": request["key"],
                "bucket": PRINCIPAL,
            }
        ]
        if request["bonus"]:
            rows.append(
                {
                    **row,
                    "amount": request["bonus"],
                    "kind": "bonus",
                    "key": f"{request['key']}:bonus",
                    "bucket": BONUS,
                    "expires_on": request["expires_on"] or None,
                }
            )
        return rows
