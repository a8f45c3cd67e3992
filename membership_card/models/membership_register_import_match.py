from collections import namedtuple
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..register_values import label

Holder = namedtuple("Holder", "code member_id card_id number name phone state")


class MembershipRegisterImport(models.Model):
    """Comparing rows with what is there: already in, taken by somebody else, or new."""

    _inherit = "membership.register.import"

    def _match(self, rows):
        """Set ``member_id`` of rows that are in already; refuse those that collide.

        Three queries for a chunk, whatever its size.
        """
        rows = [row for row in rows if not row.reasons]
        by_card = self._find_cards([row["card"] for row in rows if row["card"]])
        by_phone = self._find_phones([row["phone"] for row in rows if row["phone"]])
        for row in rows:
            self._match_row(row, by_card, by_phone)
        self._match_balances([row for row in rows if row.member_id])
        self._check_policies(
            [row for row in rows if not row.member_id and not row.reasons]
        )

    def _match_row(self, row, by_card, by_phone):
        holder = by_card.get(row["card"])
        if holder and not self._is_same_person(row, holder):
            row.refuse(
                "card",
                "card_taken",
                name=holder.name or "?",
                number=holder.number or "?",
            )
        elif not holder and row["phone"] in by_phone:
            holder = by_phone[row["phone"]]
            if row["card"] or not self._is_same_person(row, holder, by_name=True):
                row.refuse(
                    "phone", "phone_taken", name=holder.name, number=holder.number
                )
        if holder and not row.reasons:
            row.member_id, row.card_id = holder.member_id, holder.card_id
            if holder.state == "closed":
                row.refuse(
                    "name", "member_ended", name=holder.name, number=holder.number
                )

    def _is_same_person(self, row, holder, by_name=False):
        if not holder.member_id:
            return False  # a blank card from stock
        if not by_name and row["phone"] and row["phone"] == holder.phone:
            return True
        return label(row["name"]) == label(holder.name)

    def _match_balances(self, rows):
        """A balance that was taken over before stays; one that now differs is said."""
        posted = self._read_posted(rows)
        units = self._get_bucket_units()
        for row in rows:
            for bucket, unit in units.items():
                key = self._get_key(row, bucket)
                before, count = posted.get((row.member_id, key), (None, 0))
                row.values[f"{bucket}_posted"] = before
                # Posted before and taken back: a key of its own for another time.
                row.values[f"{bucket}_key"] = f"{key}#{count}" if count else key
                now = row[bucket] or Decimal(0)
                if before is not None and before != now:
                    row.refuse(
                        bucket,
                        "balance_differs",
                        posted=unit._format(before),
                        value=unit._format(now),
                    )

    def _read_posted(self, rows):
        """Opening balances in the ledger, those that were taken back apart.

        :returns: dict of (member id, key) to (Decimal that is in the ledger or None,
            how often the row was posted)
        """
        if not rows:
            return {}
        units = self._get_bucket_units()
        asked = [
            (row.member_id, unit.id, self._get_key(row, bucket))
            for row in rows
            for bucket, unit in units.items()
        ]
        members, units, keys = (list(column) for column in zip(*asked, strict=True))
        self.env.cr.execute(
            SQL(
                """
                SELECT account.member_id, asked.key, COUNT(*),
                    MAX(entry.amount) FILTER (WHERE NOT EXISTS (
                        SELECT FROM membership_entry reversal
                        WHERE reversal.reversed_entry_id = entry.id
                            AND reversal.amount = -entry.amount))::text
                FROM unnest(%s::integer[], %s::integer[], %s::text[])
                    AS asked (member_id, unit_id, key)
                JOIN membership_account account USING (member_id, unit_id)
                JOIN membership_entry entry ON entry.account_id = account.id
                    AND (entry.key = asked.key
                        OR starts_with(entry.key, asked.key || '#'))
                GROUP BY account.member_id, asked.key
                """,
                members,
                units,
                keys,
            )
        )
        return {
            (member_id, key): (amount and Decimal(amount), count)
            for member_id, key, count, amount in self.env.cr.fetchall()
        }

    def _find_cards(self, codes):
        """Who holds the cards with these numbers or barcodes."""
        query = SQL(
            """
            SELECT code, member.id, card.id, member.number, partner.name, member.phone,
                member.state
            FROM (
                SELECT number AS code, id FROM membership_card
                WHERE company_id = %(company)s AND number = ANY(%(codes)s)
                UNION SELECT barcode, id FROM membership_card
                WHERE company_id = %(company)s AND barcode = ANY(%(codes)s)
            ) found
            JOIN membership_card card USING (id)
            LEFT JOIN membership_member member ON member.id = card.member_id
            LEFT JOIN res_partner partner ON partner.id = member.partner_id
            """,
            company=self.company_id.id,
            codes=codes,
        )
        return self._read_holders(query)

    def _find_phones(self, phones):
        """Who has these phones."""
        query = SQL(
            """
            SELECT member.phone, member.id, (
                    SELECT max(card.id) FROM membership_card card
                    WHERE card.member_id = member.id AND card.state <> 'cancelled'
                ), member.number, partner.name, member.phone, member.state
            FROM membership_member member
            JOIN res_partner partner ON partner.id = member.partner_id
            WHERE member.company_id = %(company)s AND member.phone = ANY(%(phones)s)
                AND member.state <> 'closed'
            """,
            company=self.company_id.id,
            phones=phones,
        )
        return self._read_holders(query)

    def _read_holders(self, query):
        for model in ("membership.card", "membership.member", "res.partner"):
            self.env[model].flush_model()
        self.env.cr.execute(query)
        return {row[0]: Holder(*row) for row in self.env.cr.fetchall()}

    # === HELPERS === #
    def _get_key(self, row, bucket):
        """Idempotency key of an opening balance: register, card, bucket."""
        return f"opening:{self.register}:{row['card'] or row['phone']}:{bucket}"
