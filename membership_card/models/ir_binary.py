from odoo import models


class IrBinary(models.AbstractModel):
    """Whoever opens the scan of an identity document is noted."""

    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        stream = super()._record_to_stream(record, field_name)
        Identity = self.env["membership.identity"]
        if record._name == Identity._name:
            record._log_reveal(self.env._("identity scan"))
        elif record._name == "ir.attachment" and record.res_model == Identity._name:
            Identity.browse(record.res_id)._log_reveal(self.env._("identity scan"))
        return stream
