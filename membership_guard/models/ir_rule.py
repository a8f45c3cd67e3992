from odoo import models


class IrRule(models.Model):
    """A refusal does not tell what it refuses."""

    _inherit = "ir.rule"

    # === BUSINESS METHODS === #
    def _make_access_error(self, operation, records):
        """Core names the records in debug mode, which everybody of the staff switches
        on: who could count through ids would read the names of members there."""
        is_told = self.env.user.has_group("base.group_no_one")
        if is_told and getattr(records, "_names_people", False):
            records = records.browse()
        return super()._make_access_error(operation, records)
