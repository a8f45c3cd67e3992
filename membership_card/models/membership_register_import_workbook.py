import base64
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from odoo import models

FAULT = PatternFill("solid", fgColor="FFE0E0")


class MembershipRegisterImport(models.Model):
    """Writing back: the rows that stayed out, as they were, with their reasons."""

    _inherit = "membership.register.import"

    def _make_result(self, heading, columns, rows):
        """A workbook like the register, with the refused rows and why; base64.

        Mend it and import it again: what is in already is recognised.
        """
        book = Workbook()
        sheet = book.active
        sheet.title = self.env._("Returned rows")
        width = max([len(heading), *(len(row.cells) for row in rows)], default=0)
        extra = [self.env._("Row"), self.env._("Reason")]
        self._write_cells(
            sheet, 1, [*heading, *[None] * (width - len(heading)), *extra]
        )
        positions = {column.key: position for position, column in columns}
        titles = {column.key: column.title for _position, column in columns}
        for line, row in enumerate(rows, 2):
            padded = [*row.cells, *[None] * (width - len(row.cells))]
            self._write_cells(
                sheet, line, [*padded, row.number, self._explain(row, titles)]
            )
            for key, _code, _values in row.reasons:
                if key in positions:
                    sheet.cell(line, positions[key] + 1).fill = FAULT
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = 16
        sheet.column_dimensions[sheet.cell(1, width + 2).column_letter].width = 80
        sheet.freeze_panes = "A2"
        stream = BytesIO()
        book.save(stream)
        return base64.b64encode(stream.getvalue())

    def _write_cells(self, sheet, line, values):
        for position, value in enumerate(values, 1):
            if value is None:
                continue
            cell = sheet.cell(line, position, value)
            # What looked like a formula in the register must not run in the answer.
            if cell.data_type == "f":
                cell.data_type = "s"
