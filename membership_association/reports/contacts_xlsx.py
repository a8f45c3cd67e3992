from odoo import models

WIDTHS = (10, 32, 18, 20, 18, 28, 20, 18, 28, 14)


class MembershipAssociationContactsXlsx(models.AbstractModel):
    """The contact list of member units as a workbook."""

    _name = "report.membership_association.contacts_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Contact List (Excel)"

    def get_workbook_options(self):
        """A name that begins with "=" is a text, never a formula."""
        return {
            **super().get_workbook_options(),
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }

    def generate_xlsx_report(self, workbook, data, units):
        """One row per unit: what, who, and how to reach both representatives.

        :param units: ``membership.association.unit`` records
        """
        units.check_access("read")
        self.env["membership.access.log"]._log_export(
            units._name, len(units), ["representative_phone", "deputy_phone"]
        )
        sheet = workbook.add_worksheet(self.env._("Contact List"))
        bold = workbook.add_format({"bold": True, "bottom": 1})
        for column, (heading, width) in enumerate(
            zip(self._get_headings(), WIDTHS, strict=True)
        ):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        for row, unit in enumerate(units, start=1):
            for column, text in enumerate(self._get_row(unit)):
                sheet.write_string(row, column, text or "")
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(len(units), 1), len(WIDTHS) - 1)

    def _get_headings(self):
        return (
            self.env._("Number"),
            self.env._("Member Unit"),
            self.env._("Role"),
            self.env._("Main Representative"),
            self.env._("Phone"),
            self.env._("E-mail"),
            self.env._("Deputy Representative"),
            self.env._("Deputy's Phone"),
            self.env._("Deputy's E-mail"),
            self.env._("Region"),
        )

    def _get_row(self, unit):
        return (
            unit.number,
            unit.partner_id.name,
            unit.role_id.name,
            unit.representative_id.name,
            unit.representative_phone,
            unit.representative_email,
            unit.deputy_id.name,
            unit.deputy_phone,
            unit.deputy_email,
            unit.region_id.name,
        )
