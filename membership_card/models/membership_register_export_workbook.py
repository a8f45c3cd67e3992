import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..register_cells import harmless

CHUNK = 5000
LAST_SHEET_ROW = 1_048_000
MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Width and kind of each column.
LAYOUT = {
    "number": (14, "text"),
    "name": (18, "text"),
    "phone": (17, "text"),
    "email": (24, "text"),
    "gender": (8, "text"),
    "birthday": (12, "date"),
    "level": (12, "text"),
    "outlet": (18, "text"),
    "state": (10, "text"),
    "source": (14, "text"),
    "joined_on": (12, "date"),
    "cards": (22, "text"),
    "last_purchase": (13, "date"),
}

READ_MEMBERS = """
SELECT member.number, partner.name, member.phone, partner.email, partner.gender,
    partner.birthdate_date AS birthday, member.level_id, member.outlet_id,
    member.state, member.source, member.joined_on,
    (SELECT string_agg(number, ', ' ORDER BY id) FROM membership_card card
        WHERE card.member_id = member.id AND card.state <> 'cancelled') AS cards,
    (SELECT jsonb_object_agg(unit_id, balance::text) FROM membership_account account
        WHERE account.member_id = member.id) AS balances,
    (SELECT max(date)::date FROM membership_purchase purchase
        WHERE purchase.member_id = member.id) AS last_purchase
FROM membership_member member JOIN res_partner partner ON partner.id = partner_id
WHERE member.id = ANY(%s) ORDER BY member.id
"""


class MembershipRegisterExport(models.Model):
    """The workbook: written row by row, so that its size costs no memory."""

    _inherit = "membership.register.export"

    # === HOOKS === #
    def _get_columns(self, units):
        """Hook: the columns of the workbook.

        :param units: ``membership.unit`` records that members have accounts in
        :returns: list of (key, title, width, kind); kind: text, date, or for an amount
            the number of its decimals
        """
        titles = {
            "number": self.env._("Member Number"),
            "name": self.env._("Name"),
            "phone": self.env._("Phone"),
            "email": self.env._("E-mail"),
            "gender": self.env._("Gender"),
            "birthday": self.env._("Birthday"),
            "level": self.env._("Level"),
            "outlet": self.env._("Outlet"),
            "state": self.env._("Status"),
            "source": self.env._("Registered Through"),
            "joined_on": self.env._("Joined On"),
            "cards": self.env._("Cards"),
            "last_purchase": self.env._("Last Purchase"),
        }
        return [
            *((key, title, *LAYOUT[key]) for key, title in titles.items()),
            *((unit.id, unit.name, 14, unit.decimals) for unit in units),
        ]

    def _read_members(self, ids):
        """Hook: dicts of the columns, for these members."""
        self.env.cr.execute(SQL(READ_MEMBERS, ids))
        rows = self.env.cr.dictfetchall()
        labels = self._get_labels()
        for row in rows:
            row["level"] = labels["level"].get(row["level_id"])
            row["outlet"] = labels["outlet"].get(row["outlet_id"])
            for key in ("gender", "state", "source"):
                row[key] = labels[key].get(row[key], row[key])
            row |= {int(unit): text for unit, text in (row["balances"] or {}).items()}
        return rows

    # === BUSINESS METHODS === #
    def _run(self):
        """Write the workbook and keep it.

        :returns: generator of how many rows were written since the last time
        """
        self.env.flush_all()
        units = self._get_units()
        columns = self._get_columns(units)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "register.xlsx"
            options = {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "tmpdir": folder,
            }
            with xlsxwriter.Workbook(str(path), options) as workbook:
                yield from self._write_sheet(workbook, columns)
            self._keep(path)
        names = [title for _key, title, _width, _kind in columns]
        log = self.env["membership.access.log"]
        log._log_export("membership.member", self.done_count, names)
        yield 0

    def _write_sheet(self, workbook, columns):
        sheet = workbook.add_worksheet(self.env._("Members"))
        formats = self._get_formats(workbook, columns)
        for position, (_key, title, width, kind) in enumerate(columns):
            sheet.set_column(position, position, width, formats[kind])
            sheet.write_string(0, position, title, formats["head"])
        sheet.freeze_panes(1, 2)
        line, sums = 1, defaultdict(Decimal)
        for rows in self._read_chunks():
            for row in rows:
                self._write_row(sheet, line, row, columns, formats, sums)
                line += 1
            self.sudo().done_count = line - 1
            yield len(rows)
        sheet.autofilter(0, 0, max(line - 1, 1), len(columns) - 1)
        self._write_totals(sheet, line, columns, formats, sums)

    def _read_chunks(self):
        """Rows of the members whom the user may see, a few thousand at a time."""
        Member = self.env["membership.member"]
        domain, last_id, left = self._get_member_domain(), 0, LAST_SHEET_ROW
        while left > 0 and (
            ids := Member.search(
                domain & Domain("id", ">", last_id), order="id", limit=min(CHUNK, left)
            ).ids
        ):
            yield self._read_members(ids)
            last_id = ids[-1]
            left -= len(ids)
            self.env.invalidate_all()

    def _write_row(self, sheet, line, row, columns, formats, sums):
        for position, (key, _title, _width, kind) in enumerate(columns):
            value = row.get(key)
            if value is None:
                continue
            if kind == "text":
                sheet.write_string(line, position, harmless(value))
            elif kind == "date":
                sheet.write_datetime(line, position, value, formats[kind])
            else:
                sums[key] += Decimal(value)
                sheet.write_number(line, position, float(value), formats[kind])

    def _write_totals(self, sheet, line, columns, formats, sums):
        """Below: how many, and how much of each unit, of what the filter shows."""
        text = self.env._("%(count)s members", count=line - 1)
        sheet.write_string(line, 0, text, formats["foot"])
        for position, (key, _title, _width, kind) in enumerate(columns):
            if kind in ("text", "date"):
                continue
            name = xl_col_to_name(position)
            formula = f"=SUBTOTAL(9,{name}2:{name}{max(line, 2)})"
            total = float(sums[key])
            sheet.write_formula(line, position, formula, formats["sum", kind], total)

    def _keep(self, path):
        values = {
            "name": f"{self.name}.xlsx",
            "raw": path.read_bytes(),
            "mimetype": MIMETYPE,
            "res_model": self._name,
            "res_id": self.id,
        }
        self.attachment_id.sudo().unlink()
        attachment = self.env["ir.attachment"].sudo().create(values)
        self.sudo().write({"attachment_id": attachment.id, "state": "done"})

    # === HELPERS === #
    def _get_units(self):
        """Units that members of this company have accounts in; points last."""
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT unit_id FROM membership_account "
                "WHERE company_id = %s AND member_id IS NOT NULL",
                self.company_id.id,
            )
        )
        ids = [unit_id for (unit_id,) in self.env.cr.fetchall()]
        units = self.env["membership.unit"].sudo().browse(ids)
        return units.sorted(lambda unit: (unit.kind != "money", unit.id))

    def _get_labels(self):
        """What ids and codes are called, in the user's language."""
        root = self.company_id
        Level = self.env["membership.level"].sudo().with_context(active_test=False)
        Outlet = self.env["membership.outlet"].sudo().with_context(active_test=False)
        fields_of = {
            "gender": self.env["res.partner"]._fields["gender"],
            "state": self.env["membership.member"]._fields["state"],
            "source": self.env["membership.member"]._fields["source"],
        }
        labels = {
            key: dict(field._description_selection(self.env))
            for key, field in fields_of.items()
        }
        levels = Level.search([("company_id", "=", root.id)])
        outlets = Outlet.search([("company_id", "child_of", root.id)])
        labels["level"] = {level.id: level.name for level in levels}
        labels["outlet"] = {outlet.id: outlet.display_name for outlet in outlets}
        return labels

    def _get_formats(self, workbook, columns):
        head = {"bold": True, "bg_color": "#E7E2EE", "bottom": 1, "text_wrap": True}
        formats = {
            "text": workbook.add_format({"num_format": "@"}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "head": workbook.add_format(head | {"valign": "vcenter"}),
            "foot": workbook.add_format({"bold": True, "top": 1}),
        }
        for _key, _title, _width, kind in columns:
            if kind not in formats:
                decimals = "." + "0" * kind if kind else ""
                number = {"num_format": f"#,##0{decimals}"}
                formats[kind] = workbook.add_format(number)
                total = number | {"bold": True, "top": 1}
                formats["sum", kind] = workbook.add_format(total)
        return formats
