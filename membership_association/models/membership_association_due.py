from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

MANAGER = "membership_ledger.group_manager"


class MembershipAssociationDue(models.Model):
    """What a member unit owes for a year: an ordinary invoice tells if it is paid."""

    _name = "membership.association.due"
    _description = "Dues of a Member Unit"
    _order = "year desc, id desc"
    _rec_name = "unit_id"

    unit_id = fields.Many2one(
        "membership.association.unit", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    amount = fields.Monetary(required=True)
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    waiver_reason = fields.Char(copy=False)
    is_waived = fields.Boolean(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("due", "Due"),
            ("invoiced", "Invoiced"),
            ("paid", "Paid"),
            ("waived", "Waived"),
        ],
        compute="_compute_state",
        store=True,
        help="Follows the invoice.",
    )

    _year_unique = models.UniqueIndex(
        "(unit_id, year)", "The unit has dues for this year already."
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Dues are more than zero."
    )

    # === COMPUTE METHODS === #
    @api.depends("is_waived", "move_id.state", "move_id.payment_state")
    def _compute_state(self):
        for due in self:
            move = due.move_id.sudo()
            if due.is_waived:
                due.state = "waived"
            elif not move or move.state == "cancel":
                due.state = "due"
            elif move.payment_state in ("paid", "in_payment"):
                due.state = "paid"
            else:
                due.state = "invoiced"

    # === ACTION METHODS === #
    @api.model
    def action_charge_year(self):
        """Make this year's dues of all member units whose role owes some."""
        self.check_access("create")
        year = fields.Date.context_today(self).year
        units = self.env["membership.association.unit"].search(
            [
                ("state", "in", ("active", "suspended")),
                ("role_id.yearly_due", ">", 0),
                ("due_ids", "not any", [("year", "=", year)]),
            ]
        )
        self.create(
            [
                {"unit_id": unit.id, "year": year, "amount": unit.role_id.yearly_due}
                for unit in units
            ]
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_invoice(self):
        """Make draft invoices of dues that have none."""
        self.check_access("write")
        for due in self.filtered(lambda due: due.state == "due"):
            move = self.env["account.move"].sudo().with_company(due.company_id)
            due.sudo().move_id = move.create(due._prepare_invoice_vals())

    def action_waive(self):
        """Forgive what is not invoiced, with the reason that was written."""
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager waives dues."))
        for due in self:
            if due.state != "due":
                raise UserError(self.env._("Only dues without an invoice are waived."))
            if not (due.waiver_reason or "").strip():
                raise UserError(self.env._("Write first why the dues are waived."))
        self.sudo().is_waived = True

    # === HOOKS === #
    def _prepare_invoice_vals(self):
        """Hook: values of the invoice of these dues."""
        self.ensure_one()
        return {
            "move_type": "out_invoice",
            "partner_id": self.unit_id.partner_id.id,
            "company_id": self.company_id.id,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": self.env._("Dues %(year)s", year=self.year),
                        "quantity": 1,
                        "price_unit": self.amount,
                        "tax_ids": [Command.clear()],
                    }
                )
            ],
        }
