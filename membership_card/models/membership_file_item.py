from odoo import api, fields, models, tools


class MembershipFileItem(models.Model):
    """One thing that a member's file may have to hold, to be counted or not."""

    _name = "membership.file.item"
    _description = "Item of the Member File"
    _order = "sequence, id"

    name = fields.Char(string="Item", required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.UniqueIndex("(code)", "This item exists already.")

    # === CRUD METHODS === #
    def write(self, vals):
        """Tills remember the names."""
        res = super().write(vals)
        self.env.registry.clear_cache()
        return res

    # === BUSINESS METHODS === #
    @api.model
    @tools.ormcache("self.env.lang")
    def _get_names(self):
        """Names by code, cached: every till asks for them with every member."""
        return {item.code: item.name for item in self.sudo().search([])}
