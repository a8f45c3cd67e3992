from odoo import api, fields, models


class MembershipRegisterMapping(models.Model):
    """What somebody said about the headings of a file, for the next one like it."""

    _name = "membership.register.mapping"
    _description = "Register Mapping"
    _rec_name = "signature"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    signature = fields.Char(required=True, help="The headings, in one text.")
    mapping = fields.Json(required=True, help="Key of the column by heading.")

    _signature_unique = models.UniqueIndex(
        "(company_id, signature)", "These headings are remembered already."
    )

    # === BUSINESS METHODS === #
    @api.model
    def _recall(self, company):
        """Dicts of heading to key of a column, "" for one that is left out."""
        return self.sudo().search([("company_id", "=", company.id)]).mapped("mapping")

    @api.model
    def _remember(self, company, mapping):
        """Keep a mapping; the newest word about the same headings holds."""
        mapping = {label: key for label, key in mapping.items() if label}
        signature = "|".join(sorted(mapping))
        domain = [("company_id", "=", company.id), ("signature", "=", signature)]
        known = self.sudo().search(domain)
        if known:
            known.mapping = mapping
        else:
            vals = {"company_id": company.id, "signature": signature}
            self.sudo().create(vals | {"mapping": mapping})

    @api.model
    def _forget(self, company):
        self.sudo().search([("company_id", "=", company.id)]).unlink()
