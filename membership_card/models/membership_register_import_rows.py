from collections import defaultdict
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import register_values as read
from ..register_rows import Column, Row, is_data, number_width

OLDEST = 120  # years


class MembershipRegisterImport(models.Model):
    """Reading: from the file to rows that can go in, each fault named."""

    _inherit = "membership.register.import"

    # === HOOKS === #
    def _check_rows(self, rows):
        """Hook: refuse rows (``row.refuse``) for reasons beyond a single cell."""
        masters = self._get_masters()
        today = fields.Date.context_today(self)
        for row in rows:
            self._check_identity(row)
            self._check_dates(row, today)
            self._check_masters(row, masters)
        self._check_duplicates(rows, "card")
        self._check_duplicates(rows, "phone")

    # === BUSINESS METHODS === #
    def _read_rows(self):
        """All rows of the file that are about a member, checked against each other.

        :returns: (texts of the heading, list of (position, column), list of
            :class:`..register_rows.Row`)
        :raises UserError: if this file cannot be read, or is no register
        """
        self.ensure_one()
        sheet, heading = self._find_register()
        columns = self._choose_columns(heading)
        data = sheet.rows[heading.index + 1 :]
        columns = self._fix_card_reader(columns, [cells for _number, cells in data])
        merged = sheet.fill_merged(heading.number)
        rows = []
        for number, cells in sheet.rows[heading.index + 1 :]:
            if is_data(cells):
                row = Row(number, cells)
                row.parse(columns, merged.get(number, ()))
                rows.append(row)
        if not rows:
            raise UserError(self._get_file_reason("no_rows"))
        self._normalize_phones(rows)
        self._check_rows(rows)
        return heading.texts, columns, rows

    @api.model
    def _fix_card_reader(self, columns, sheet):
        """How to read card numbers depends on what the whole column looks like."""
        fixed = []
        for position, column in columns:
            if column.key == "card":
                width = number_width(
                    cells[position] for cells in sheet if position < len(cells)
                )
                reader = partial(read.card_number, width=width)
                column = Column(column.key, column.title, column.headings, reader)
            fixed.append((position, column))
        return fixed

    def _normalize_phones(self, rows):
        """Phones in E.164; the same text is parsed once."""
        Member = self.env["membership.member"]
        known = {}
        for row in rows:
            for key in ("phone", "referrer"):
                if not (written := row[key]):
                    continue
                if written not in known:
                    known[written] = Member._normalize_phone(written, self.country_id)
                row.values[key] = known[written] or None
                if not known[written]:
                    row.refuse(key, "no_phone", value=written)

    @api.model
    def _check_identity(self, row):
        said = {key for key, _code, _values in row.reasons}
        if not row["name"] and "name" not in said:
            row.refuse("name", "no_name")
        if not (row["card"] or row["phone"] or said & {"card", "phone"}):
            row.refuse("card", "no_identity")

    @api.model
    def _check_dates(self, row, today):
        born, joined = row["birthday"], row["joined_on"]
        if born and born > today:
            row.refuse("birthday", "future_date", value=born)
        elif born and born.year < today.year - OLDEST:
            row.refuse("birthday", "too_old", value=born)
        if joined and joined > today:
            row.refuse("joined_on", "future_date", value=joined)
        elif joined and born and joined < born <= today:
            row.refuse("joined_on", "joined_before_born", value=joined)
        for bucket in ("bonus", "points"):
            last = row[f"{bucket}_expiry"]
            if row[bucket] and last and last < today:
                row.refuse(f"{bucket}_expiry", "lapsed", value=last)

    @api.model
    def _check_masters(self, row, masters):
        for key, found in masters.items():
            if not row[key]:
                continue
            record_id = found.get(read.label(row[key]))
            if record_id:
                row.values[f"{key}_id"] = record_id
            else:
                row.refuse(key, f"unknown_{key}", value=row[key])

    def _get_masters(self):
        """Ids of levels and outlets by every name that a register may use."""
        root = self.company_id.root_id
        langs = [code for code, _name in self.env["res.lang"].get_installed()]
        Outlet = self.env["membership.outlet"].sudo()
        Level = self.env["membership.level"].sudo()
        records = {
            "level": Level.search([("company_id", "=", root.id)]),
            "outlet": Outlet.search([("company_id", "child_of", root.id)]),
        }
        masters = {}
        for key, found in records.items():
            masters[key] = names = {}
            for record in found:
                texts = [record.with_context(lang=code).name for code in langs]
                texts += (record.aliases or "").replace("，", ",").split(",")
                texts += [record.code] if key == "outlet" else []
                names.update({read.label(text): record.id for text in texts if text})
            names.pop("", None)
        return masters

    def _check_duplicates(self, rows, key):
        """Two rows with one card number or phone: nobody here knows whose it is."""
        by_value = defaultdict(list)
        for row in rows:
            if row[key]:
                by_value[row[key]].append(row)
        for value, same in by_value.items():
            kept = same[:1] if self.keep_first else []
            for row in same if len(same) > 1 else []:
                others = ", ".join(
                    f"{other.number} ({other['name'] or '?'})"
                    for other in same
                    if other is not row
                )
                if not any(row is one for one in kept):
                    row.refuse(key, f"same_{key}", value=value, rows=others)
