from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL


class MembershipRegisterImport(models.Model):
    """Writing: a chunk of good rows, all or nothing, set-based."""

    _inherit = "membership.register.import"

    # === HOOKS === #
    def _get_bucket_units(self):
        """Hook: unit of each kind of opening balance that a register may hold."""
        money = self.env["membership.unit"]._for_currency(self.company_id.currency_id)
        points = self.env.ref("membership_ledger.unit_points")
        return {"principal": money, "bonus": money, "points": points}

    def _post_opening_balances(self, rows):
        """Hook: post the balances of these rows that are not in the ledger yet.

        :param rows: good rows, each with its ``member_id``
        :returns: list of dicts for what was posted: member_id, account_id, unit_id,
            bucket, amount (Decimal), kind, key, origin, extra
        """
        units = self._get_bucket_units()
        due = [
            (row, bucket)
            for row in rows
            for bucket in units
            if row[bucket] and row[f"{bucket}_posted"] is None
        ]
        accounts = self._open_accounts({(row.member_id, units[b].id) for row, b in due})
        postings = [
            {
                "account_id": accounts[row.member_id, units[bucket].id],
                "member_id": row.member_id,
                "unit_id": units[bucket].id,
                "bucket": bucket,
                "amount": row[bucket],
                "kind": "opening",
                "key": row[f"{bucket}_key"] or self._get_key(row, bucket),
                "expires_on": self._get_opening_expiry(row, bucket),
                "origin": self,
                "extra": {"card_id": row.card_id, "outlet_id": row["outlet_id"]},
            }
            for row, bucket in due
        ]
        if postings:
            self.env["membership.account"].sudo()._post_batch(postings)
            self._after_opening_balances(postings)
        return postings

    def _get_opening_expiry(self, row, bucket):
        """Hook: last good day of an opening balance, None for ever.

        :param row: :class:`..register_rows.Row`
        """
        return row[f"{bucket}_expiry"]

    def _after_opening_balances(self, postings):
        """Hook: react to opening balances just posted, in their transaction.

        :param postings: as returned by :meth:`_post_opening_balances`
        """

    # === BUSINESS METHODS === #
    def _import_chunk(self, rows):
        """Take a chunk over; its refused rows are left out and say why."""
        self._match(rows)
        self._count(rows)
        good = [row for row in rows if not row.reasons]
        new = [row for row in good if not row.member_id]
        if new:
            partner_ids = self._get_contacts(new)
            self._insert_members(new, partner_ids)
            self._insert_cards(new)
        postings = self._post_opening_balances(good)
        self._add_totals(rows, postings)

    def _insert_members(self, rows, partner_ids):
        """Members of these rows; sets their ``member_id``."""
        today = fields.Date.context_today(self)
        ladder = self.env["membership.level"]._get_ladder(self.company_id)
        holds = {
            level.id: fields.Date.add(today, months=level.window_months)
            for level in ladder[1:]
        }
        home = self.env["membership.outlet"]._get_default(self.company_id).id or None
        for row in rows:
            row.values["level_id"] = row["level_id"] or ladder[:1].id or None
            row.values["outlet_id"] = row["outlet_id"] or home
        columns = {
            "partner_id": ("integer", partner_ids),
            "number": (
                "text",
                self.env["membership.member"]._next_numbers(len(rows)),
            ),
            "phone": ("text", [row["phone"] for row in rows]),
            "level_id": ("integer", [row["level_id"] for row in rows]),
            "outlet_id": ("integer", [row["outlet_id"] for row in rows]),
            "joined_on": ("date", [row["joined_on"] or today for row in rows]),
            "is_contact_imported": ("boolean", [bool(row["is_new"]) for row in rows]),
            # A level that was promised is kept for one full window.
            "level_locked_until": ("date", [holds.get(r["level_id"]) for r in rows]),
        }
        constants = {
            "state": "active",
            "source": "import",
            "import_id": self.id,
            "level_is_fixed": False,
            "is_phone_shared": not self.company_id.membership_one_phone,
        }
        ids = self._insert("membership.member", columns, constants)
        self.env["membership.member"]._refresh_completeness(ids)
        for row, member_id in zip(rows, ids, strict=True):
            row.member_id = member_id

    def _insert_cards(self, rows):
        """Active cards of these rows, with their audit rows; sets their ``card_id``."""
        today = fields.Date.context_today(self)
        unnumbered = [row for row in rows if not row["card"]]
        drawn = iter(self.type_id.sudo()._next_numbers(len(unnumbered)))
        numbers = [row["card"] or next(drawn) for row in rows]
        columns = {
            "member_id": ("integer", [row.member_id for row in rows]),
            "number": ("text", numbers),
            "barcode": ("text", numbers),
            "issued_on": ("date", [row["joined_on"] or today for row in rows]),
            "outlet_id": ("integer", [row["outlet_id"] for row in rows]),
        }
        constants = {
            "state": "active",
            "type_id": self.type_id.id,
            "valid_until": self.type_id._get_expiry(today) or None,
            "limit_payment": self.type_id.limit_payment or None,
            "limit_day": self.type_id.limit_day or None,
        }
        ids = self._insert("membership.card", columns, constants)
        for row, card_id in zip(rows, ids, strict=True):
            row.card_id = card_id
        by_outlet = defaultdict(list)
        for row in rows:
            by_outlet[row["outlet_id"]].append((row.card_id, "draft", "active"))
        Event = self.env["membership.card.event"].sudo()
        for outlet_id, events in by_outlet.items():
            outlet = self.env["membership.outlet"].browse(outlet_id)
            Event._log(events, "activate", self.name, outlet)

    def _open_accounts(self, pairs):
        """Ids of accounts by (member id, unit id), opened where there is none."""
        if not pairs:
            return {}
        Account = self.env["membership.account"].sudo()
        members, units = (list(column) for column in zip(*sorted(pairs), strict=True))
        Account._open_for_members(members, units)
        self.env.cr.execute(
            SQL(
                "SELECT member_id, unit_id, id FROM membership_account "
                "JOIN unnest(%s::integer[], %s::integer[]) AS asked "
                "(member_id, unit_id) USING (member_id, unit_id)",
                members,
                units,
            )
        )
        return {(row[0], row[1]): row[2] for row in self.env.cr.fetchall()}

    def _link_referrers(self, rows):
        """Who brought whom; after all rows, because a referrer may come later."""
        asked = [row for row in rows if row["referrer"] and row.member_id]
        if not asked:
            return
        found = self._find_phones(list({row["referrer"] for row in asked}))
        links = defaultdict(list)
        for row in asked:
            holder = found.get(row["referrer"])
            if holder and holder.member_id != row.member_id:
                links[holder.member_id].append(row.member_id)
            elif not row.reasons:
                row.remark("referrer", "no_referrer")
        Member = (
            self.env["membership.member"].sudo().with_context(tracking_disable=True)
        )
        for referrer_id, member_ids in links.items():
            members = Member.browse(member_ids).filtered(lambda m: not m.referrer_id)
            members.referrer_id = referrer_id
            known = members.filtered(lambda m: m.import_id != self)
            self.referred_ids = [*(self.referred_ids or []), *known.ids]

    # === BUSINESS METHODS - PROOF === #
    def _make_totals(self):
        """One line of proof per column of balances, at zero."""
        self.sudo().total_ids.unlink()
        units = self._get_bucket_units()
        self.env["membership.register.import.total"].sudo().create(
            [
                {
                    "import_id": self.id,
                    "bucket": column.bucket,
                    "unit_id": units[column.bucket].id,
                }
                for column in self._get_columns()
                if column.bucket
            ]
        )

    def _add_totals(self, rows, postings):
        """Add a chunk: what the file says, what was posted, what the ledger holds."""
        buckets = self._get_bucket_units()
        # Where nothing was posted, the ledger was read a moment ago, by _match.
        good = [row for row in rows if row.member_id and not row.reasons]
        ledger = self._read_posted(good) if postings else None
        sums = {bucket: defaultdict(int) for bucket in buckets}
        for row in rows:
            for bucket in buckets:
                line, amount = sums[bucket], row[bucket] or 0
                if row.reasons:
                    line["returned_total"] += amount
                    continue
                before = row[f"{bucket}_posted"] or 0
                line["file_total"] += amount
                line["known_total"] += before
                if ledger is not None:
                    key = self._get_key(row, bucket)
                    before = ledger.get((row.member_id, key), (None, 0))[0] or 0
                line["ledger_total"] += before
        for posting in postings:
            sums[posting["bucket"]]["posted_total"] += posting["amount"]
        for total in self.sudo().total_ids:
            if rows and total.bucket in sums:
                total._add(**sums[total.bucket])

    # === HELPERS === #
    def _insert(self, model, columns, constants):
        """INSERT one row per element of the columns; ids in their order.

        :param dict columns: (SQL type, values) by name of the column
        :param dict constants: value for all rows by name of the column
        """
        now = fields.Datetime.now()
        constants = constants | {
            "company_id": self.company_id.id,
            "create_uid": self.env.uid,
            "create_date": now,
            "write_uid": self.env.uid,
            "write_date": now,
        }
        names = [SQL.identifier(name) for name in (*columns, *constants)]
        # WITH ORDINALITY and ORDER BY: rows are numbered in the order of the file.
        self.env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(names)s) SELECT %(columns)s, %(constants)s "
                "FROM unnest(%(arrays)s) WITH ORDINALITY AS row (%(columns)s, "
                "position) ORDER BY position RETURNING id",
                table=SQL.identifier(self.env[model]._table),
                names=SQL(", ").join(names),
                columns=SQL(", ").join(SQL.identifier(name) for name in columns),
                constants=SQL(", ").join(SQL("%s", v) for v in constants.values()),
                arrays=SQL(", ").join(
                    SQL("%s::%s", list(values), SQL(f"{kind}[]"))
                    for kind, values in columns.values()
                ),
            )
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        self.env[model].invalidate_model(flush=False)
        return ids
