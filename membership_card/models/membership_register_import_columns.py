import base64
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.membership_guard.sheet import Unreadable
from odoo.addons.membership_guard.sheets import read_sheets

from .. import register_values as read
from ..register_headings import HEADINGS
from ..register_rows import Column, find_heading, guess_heading

BALANCES = ("principal", "bonus", "points")


class MembershipRegisterImport(models.Model):
    """Which column of the file is what: guessed, said by a person, remembered."""

    _inherit = "membership.register.import"

    column_ids = fields.One2many(
        "membership.register.import.column", "import_id", string="Columns"
    )
    hint = fields.Char(readonly=True, copy=False)

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
            "bonus_expiry": read.birthday,
            "points_expiry": read.birthday,
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
            "bonus_expiry": self.env._("Bonus Valid Until"),
            "points_expiry": self.env._("Points Valid Until"),
            "outlet": self.env._("Outlet"),
            "joined_on": self.env._("Joined On"),
            "email": self.env._("E-mail"),
            "referrer": self.env._("Referrer's Phone"),
            "comment": self.env._("Note"),
        }

    # === ACTION METHODS === #
    def action_guess_columns(self):
        """Forget what was said about these headings and guess again."""
        self.ensure_one()
        self._check_can_start()
        self.sudo().column_ids.unlink()
        self.env["membership.register.mapping"]._forget(self.company_id)
        return self.action_check()

    # === BUSINESS METHODS === #
    def _find_register(self):
        """The sheet that holds the register, and its heading.

        :returns: (``membership_guard.sheet.Sheet``, :class:`..register_rows.Heading`)
        :raises UserError: if the file cannot be read or has no table in it
        """
        columns = self._get_columns()
        mappings = self.env["membership.register.mapping"]._recall(self.company_id)
        best = None
        try:
            for sheet in read_sheets(base64.b64decode(self.file or b"")):
                heading = find_heading(sheet.rows, columns, mappings)
                heading = heading or guess_heading(sheet.rows)
                if not heading:
                    continue
                if self._is_register(heading.columns):
                    return sheet, heading
                if not best or len(heading.columns) > len(best[1].columns):
                    best = (sheet, heading)
        except Unreadable as unreadable:
            raise UserError(self._get_file_reason(unreadable.code)) from unreadable
        if not best:
            raise UserError(self._get_file_reason("no_table"))
        return best

    def _choose_columns(self, heading):
        """What the columns hold: as said on this import, else as guessed.

        :raises UserError: if that does not tell who the members are
        """
        columns = heading.columns
        if lines := self.column_ids:
            by_key = {column.key: column for column in self._get_columns()}
            columns = [
                (line.position, by_key[line.key])
                for line in lines.sorted("position")
                if line.key in by_key
            ]
            keys = [column.key for _position, column in columns]
            if twice := [
                title
                for key, title in self._get_titles().items()
                if keys.count(key) > 1
            ]:
                raise UserError(
                    self.env._(
                        "Two columns are said to be “%(column)s”: choose one.",
                        column=twice[0],
                    )
                )
        if not self._is_register(columns):
            raise UserError(self._get_file_reason("no_register"))
        return columns

    def _store_columns(self):
        """Show what is in the file, so that a person can say what it means."""
        sheet, heading = self._find_register()
        texts = heading.texts
        known = tuple(line.heading or "" for line in self.column_ids)
        if known and known[: len(texts)] == texts:
            return
        guessed = {position: column.key for position, column in heading.columns}
        data = [cells for _number, cells in sheet.rows[heading.index + 1 :][:20]]
        width = max(len(texts), *(len(cells) for cells in data), 0)
        self.sudo().column_ids.unlink()
        self.env["membership.register.import.column"].sudo().create(
            [
                {
                    "import_id": self.id,
                    "position": position,
                    "heading": texts[position] if position < len(texts) else "",
                    "sample": self._get_sample(data, position),
                    "key": guessed.get(position),
                }
                for position in range(width)
            ]
        )

    def _remember_columns(self):
        """What a person said about these headings holds for the next file."""
        lines = self.column_ids
        if lines:
            self.env["membership.register.mapping"]._remember(
                self.company_id,
                {read.label(line.heading): line.key or "" for line in lines},
            )

    # === HELPERS === #
    @api.model
    def _is_register(self, columns):
        keys = {column.key for _position, column in columns}
        return "name" in keys and bool(keys & {"card", "phone"})

    @api.model
    def _get_sample(self, data, position):
        found = [
            str(cells[position])
            for cells in data
            if position < len(cells) and cells[position] is not None
        ]
        return " · ".join(found[:3])[:80]
