from odoo import fields, models


class MembershipStatementXlsx(models.AbstractModel):
    """The account statement as a workbook."""

    _name = "report.membership_ledger.statement_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Account Statement (Excel)"

    def get_workbook_options(self):
        """A reason that begins with "=" is a text, never a formula."""
        return {
            **super().get_workbook_options(),
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }

    def generate_xlsx_report(self, workbook, data, statements):
        """One sheet per statement: head, movements, closing balance.

        :param statements: ``membership.account.statement`` records
        """
        formats = self._get_formats(workbook, statements[:1].decimals)
        for statement in statements:
            sheet = workbook.add_worksheet(statement.account_id.name[:31])
            self._write_statement(sheet, statement, formats)

    def _get_formats(self, workbook, decimals):
        number = "#,##0" + ("." + "0" * decimals if decimals else "")
        return {
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "head": workbook.add_format({"bold": True, "bottom": 1}),
            "bold": workbook.add_format({"bold": True}),
            "amount": workbook.add_format({"num_format": number}),
            "total": workbook.add_format({"num_format": number, "bold": True}),
            "moment": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }

    def _write_statement(self, sheet, statement, formats):
        widths = (8, 18, 16, 28, 28, 14, 14)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.write(0, 0, statement.account_id.display_name, formats["title"])
        sheet.write(1, 0, f"{statement.date_from} – {statement.date_to}")
        sheet.write(2, 0, self.env._("Opening Balance"), formats["bold"])
        sheet.write(2, 6, statement.opening, formats["total"])
        heads = [
            self.env._("No."),
            self.env._("Time"),
            self.env._("Kind"),
            self.env._("Document"),
            self.env._("Reason"),
        ]
        for column, head in enumerate(
            [*heads, self.env._("Amount"), self.env._("Balance")]
        ):
            sheet.write(3, column, head, formats["head"])
        row = 4
        for entry in statement.entry_ids:
            moment = fields.Datetime.context_timestamp(self, entry.posted_at)
            sheet.write(row, 0, entry.number)
            sheet.write(row, 1, moment.replace(tzinfo=None), formats["moment"])
            sheet.write(row, 2, entry.kind_label)
            sheet.write(row, 3, entry.origin_name or "")
            sheet.write(row, 4, entry.reason or "")
            sheet.write(row, 5, entry.amount, formats["amount"])
            sheet.write(row, 6, entry.balance_after, formats["amount"])
            row += 1
        sheet.write(row, 0, self.env._("Closing Balance"), formats["bold"])
        sheet.write(row, 6, statement.closing, formats["total"])
        sheet.freeze_panes(4, 0)
