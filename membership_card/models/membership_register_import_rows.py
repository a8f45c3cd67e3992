import base64
from collections import defaultdict
from functools import partial
from io import BytesIO
from zipfile import BadZipFile

import openpyxl

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import register_values as read
from ..register_rows import Column, Row, find_heading, is_data, number_width

OLDEST = 120  # years
BALANCES = ("principal", "bonus", "points")


class MembershipRegisterImport(models.Model):
    """Reading: from the file to rows that can go in, each fault named."""

    _inherit = "membership.register.import"

    # === HOOKS === #
    def _get_columns(self):
        """Hook: the columns that a register may have.

        A column with a ``bucket`` is an opening balance, in the unit that
        :meth:`_get_bucket_units` names for it.

        :returns: list of :class:`..register_rows.Column`
        """
        readers = {
            "card": lambda cell: cell,  # needs to know the whole column
            "name": read.text,
            "phone": read.phone,
            "gender": read.gender,
            "birthday": read.birthday,
            "level": read.text,
            "outlet": read.text,
            "joined_on": read.birthday,
            "email": read.email,
            "referrer": read.phone,
            "comment": read.text,
        }
        units = self._get_bucket_units()
        for bucket in BALANCES:
            readers[bucket] = partial(read.amount, decimals=units[bucket].decimals)
        titles = self._get_titles()
        buckets = {bucket: bucket for bucket in BALANCES}
        return [
            Column(key, titles[key], HEADINGS[key], reader, buckets.get(key))
            for key, reader in readers.items()
        ]

    @api.model
    def _get_titles(self):
        """Hook: what people call the columns."""
        return {
            "card": self.env._("Card Number"),
            "name": self.env._("Name"),
            "phone": self.env._("Phone"),
            "gender": self.env._("Gender"),
            "birthday": self.env._("Birthday"),
            "level": self.env._("Level"),
            "principal": self.env._("Stored Value"),
            "bonus": self.env._("Bonus"),
            "points": self.env._("Points"),
            "outlet": self.env._("Outlet"),
            "joined_on": self.env._("Joined On"),
            "email": self.env._("E-mail"),
            "referrer": self.env._("Referrer's Phone"),
            "comment": self.env._("Note"),
        }

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

        :returns: (cells of the heading, list of :class:`..register_rows.Row`)
        :raises UserError: if this is no workbook, or no register
        """
        self.ensure_one()
        sheet = self._read_sheet()
        start, columns = find_heading(sheet, self._get_columns())
        found = {column.key for _position, column in columns}
        if "name" not in found or not found & {"card", "phone"}:
            raise UserError(
                self.env._(
                    "No register was found on the first sheet: it needs headings for "
                    "the name and for the card number or the phone."
                )
            )
        columns = self._fix_card_reader(columns, sheet[start + 1 :])
        rows = []
        for number, cells in enumerate(sheet[start + 1 :], start + 2):
            if is_data(cells):
                row = Row(number, cells)
                row.parse(columns)
                rows.append(row)
        self._normalize_phones(rows)
        self._check_rows(rows)
        return sheet[start], columns, rows

    def _read_sheet(self):
        try:
            book = openpyxl.load_workbook(
                BytesIO(base64.b64decode(self.file or b"")), read_only=True
            )
        except (BadZipFile, OSError, ValueError, KeyError) as error:
            raise UserError(
                self.env._("This file is no Excel workbook (.xlsx): save it as one.")
            ) from error
        return list(book.worksheets[0].iter_rows(values_only=True))

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
        records = {
            "level": self.env["membership.level"]._get_ladder(root),
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


# What shops write above these columns.
HEADINGS = {
    "card": ("会员卡号", "卡号", "会员号", "会员编号", "card", "card no", "card no."),
    "name": ("姓名", "会员姓名", "名字", "客户姓名", "name", "full name", "member"),
    "phone": (
        "手机",
        "手机号",
        "手机号码",
        "电话",
        "联系电话",
        "phone",
        "mobile",
        "tel",
    ),
    "gender": ("性别", "gender", "sex"),
    "birthday": ("生日", "出生日期", "birthday", "birth date", "date of birth"),
    "level": ("级别", "等级", "会员级别", "会员等级", "level", "tier"),
    "principal": (
        "储值余额",
        "余额",
        "本金",
        "储值",
        "本金余额",
        "balance",
        "principal",
    ),
    "bonus": ("赠送余额", "赠金", "赠送金额", "赠金余额", "bonus", "bonus balance"),
    "points": ("积分", "积分余额", "可用积分", "points"),
    "outlet": (
        "开卡门店",
        "门店",
        "店铺",
        "网点",
        "开卡网点",
        "store",
        "outlet",
        "shop",
    ),
    "joined_on": ("开卡日期", "入会日期", "注册日期", "joined", "joined on", "since"),
    "email": ("邮箱", "电子邮箱", "email", "e-mail", "mail"),
    "referrer": ("推荐人手机", "推荐人电话", "推荐人", "referrer", "referrer phone"),
    "comment": ("备注", "说明", "note", "notes", "remark", "comment"),
}
