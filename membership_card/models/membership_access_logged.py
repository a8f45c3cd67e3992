from odoo import models


class MembershipAccessLogged(models.AbstractModel):
    """Records whose export takes personal data out of the system: it is noted."""

    _name = "membership.access.logged"
    _description = "Export Is Noted"

    def export_data(self, fields_to_export):
        """Note who takes how many of these records along, and which fields."""
        result = super().export_data(fields_to_export)
        self.env["membership.access.log"]._log_export(
            self._name, len(self), fields_to_export
        )
        return result
