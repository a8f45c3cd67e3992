from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MembershipOutlet(models.Model):
    """An outlet's tills, and the warehouse that their goods come from."""

    _inherit = "membership.outlet"

    pos_config_ids = fields.One2many(
        "pos.config", "membership_outlet_id", string="Tills"
    )
    pos_config_count = fields.Integer(
        compute="_compute_pos_config_count",
        compute_sudo=True,
        help="Tills of this outlet and of all below it.",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="What the tills of this outlet sell is taken from here.",
    )

    # === COMPUTE METHODS === #
    @api.depends("pos_config_ids")
    def _compute_pos_config_count(self):
        groups = self.env["pos.config"]._read_group(
            [("membership_outlet_id", "child_of", self.ids)],
            ["membership_outlet_id"],
            ["__count"],
        )
        for outlet in self:
            branch = outlet.parent_path
            outlet.pos_config_count = sum(
                count
                for other, count in groups
                if branch and other.parent_path.startswith(branch)
            )

    # === CONSTRAINT METHODS === #
    @api.constrains("warehouse_id", "company_id")
    def _check_warehouse(self):
        for outlet in self:
            warehouse = outlet.warehouse_id.sudo()
            if warehouse and warehouse.company_id != outlet.company_id:
                raise ValidationError(
                    self.env._(
                        "The warehouse %(warehouse)s belongs to another company than "
                        "the outlet %(outlet)s.",
                        warehouse=warehouse.name,
                        outlet=outlet.name,
                    )
                )

    # === CRUD METHODS === #
    def write(self, vals):
        """Tills that are closed follow the warehouse; open ones do when asked again."""
        result = super().write(vals)
        if "warehouse_id" in vals:
            tills = self.sudo().pos_config_ids
            tills.filtered(lambda till: not till.has_active_session)._follow_outlet()
        return result

    # === ACTION METHODS === #
    def action_view_tills(self):
        """Open the tills of this outlet and of all below it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tills"),
            "res_model": "pos.config",
            "view_mode": "kanban,list,form",
            "domain": [("membership_outlet_id", "child_of", self.ids)],
            "context": {"default_membership_outlet_id": self.id},
        }
