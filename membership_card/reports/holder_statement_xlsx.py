from odoo import models


class MembershipHolderStatementXlsx(models.AbstractModel):
    """The statement by holder as a workbook."""

    _name = "report.membership_card.holder_statement_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Statement by Holder (Excel)"

    def get_workbook_options(self):
        """A name that begins with "=" is a text, never a formula."""
        return {
            **super().get_workbook_options(),
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }

    def generate_xlsx_report(self, workbook, data, statements):
        """One sheet: who spent how much, between opening and closing balance.

        :param statements: ``membership.holder.statement`` records
        """
        for statement in statements:
            sheet = workbook.add_worksheet(self.env._("Holders")[:31])
            self._write_statement(workbook, sheet, statement)

    def _write_statement(self, workbook, sheet, statement):
        decimals = statement.decimals
        number = "#,##0" + ("." + "0" * decimals if decimals else "")
        bold = workbook.add_format({"bold": True})
        head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        amount = workbook.add_format({"num_format": number})
        total = workbook.add_format({"num_format": number, "bold": True, "top": 1})
        for column, width in enumerate((24, 20, 10, 14, 14, 16, 14)):
            sheet.set_column(column, column, width)
        title = workbook.add_format({"bold": True, "font_size": 14})
        sheet.write(0, 0, statement._get_title(), title)
        sheet.write(1, 0, self.env._("Opening Balance"), bold)
        sheet.write(1, 6, statement.opening, total)
        for column, text in enumerate(self._get_heads()):
            sheet.write(2, column, text, head)
        row = 3
        for line in statement.line_ids:
            sheet.write(row, 0, line.holder_name)
            sheet.write(row, 1, line.card_id.number or "")
            sheet.write(row, 2, line.payment_count)
            for column, name in enumerate(("spent", "refunded", "paid_in", "net"), 3):
                sheet.write(row, column, line[name], amount)
            row += 1
        sheet.write(row, 0, self.env._("Closing Balance"), bold)
        sheet.write(row, 2, sum(statement.line_ids.mapped("payment_count")), bold)
        for column, name in enumerate(("spent", "refunded", "paid_in"), 3):
            sheet.write(row, column, sum(statement.line_ids.mapped(name)), total)
        sheet.write(row, 6, statement.closing, total)
        sheet.freeze_panes(3, 0)

    def _get_heads(self):
        return [
            self.env._("Holder"),
            self.env._("Card"),
            self.env._("Payments"),
            self.env._("Spent"),
            self.env._("Refunded"),
            self.env._("Top-ups and Corrections"),
            self.env._("Change"),
        ]
