from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.membership_card.const import OPEN_STATES, PAID_STATES

MANAGER = "membership_ledger.group_manager"
DAYS_TO_PAY = 30
# Written by acts only: invoicing, waiving, reminding.
BY_ACTS = {"is_waived", "move_id", "reminded_on"}
FIXED_BY_INVOICE = {"unit_id", "year", "amount"}


class MembershipAssociationDue(models.Model):
    """What a member unit owes for a year: an ordinary invoice tells if it is paid."""

    _name = "membership.association.due"
    _inherit = ["membership.guarded", "membership.owed"]
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
    amount_open = fields.Monetary(
        string="Open",
        compute="_compute_state",
        store=True,
        help="Not paid yet. Of an invoice that is paid in part, what is left of it.",
    )
    due_on = fields.Date(
        string="Due Day",
        required=True,
        default=lambda self: fields.Date.add(
            fields.Date.context_today(self), days=DAYS_TO_PAY
        ),
    )
    reminded_on = fields.Date(string="Reminded", readonly=True, copy=False)
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
    @api.depends(
        "amount",
        "is_waived",
        "move_id.state",
        "move_id.payment_state",
        "move_id.amount_residual",
    )
    def _compute_state(self):
        for due in self:
            due.state = due._get_state()
            move = due.move_id.sudo()
            is_billed = due.state == "invoiced" and move.state == "posted"
            left = move.amount_residual if is_billed else due.amount
            due.amount_open = left if due.state in OPEN_STATES else 0

    def _get_state(self):
        move = self.move_id.sudo()
        if self.is_waived:
            return "waived"
        # What was taken back is owed as before.
        if not move or move.state == "cancel" or move.payment_state == "reversed":
            return "due"
        is_paid = move.payment_state in PAID_STATES
        return "paid" if is_paid else "invoiced"

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Dues begin as owed: neither invoiced nor waived."""
        if any(BY_ACTS & vals.keys() for vals in vals_list):
            self._refuse_edit()
        return super().create(vals_list)

    def _check_can_edit(self, vals):
        """What was invoiced or waived stays as it is."""
        result = super()._check_can_edit(vals)
        if BY_ACTS & vals.keys():
            self._refuse_edit()
        if FIXED_BY_INVOICE & vals.keys() and any(due.state != "due" for due in self):
            raise UserError(
                self.env._(
                    "Dues that are invoiced or waived stay as they are: cancel the "
                    "invoice first."
                )
            )
        if "waiver_reason" in vals and any(due.is_waived for due in self):
            raise UserError(self.env._("The reason of a waiver stays on file."))
        return result

    def _refuse_edit(self):
        raise AccessError(
            self.env._("Dues are invoiced, waived and reminded of by the buttons only.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_invoiced(self):
        if any(due.state != "due" or due.move_id for due in self):
            raise UserError(
                self.env._("Dues that were invoiced or waived stay on file.")
            )

    # === ACTION METHODS === #
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
        self.create([self._prepare_due_vals(unit, year) for unit in units])
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_invoice(self):
        """Make draft invoices of dues that have none."""
        self.check_access("write")
        for due in self.filtered(lambda due: due.state == "due"):
            move = self.env["account.move"].sudo().with_company(due.company_id)
            invoice = move.create(due._prepare_invoice_vals())
            due.sudo()._through_gate().move_id = invoice

    def action_waive(self):
        """Forgive what is open, with the reason that was written.

        A draft invoice is cancelled, of a posted one what is open is credited.
        """
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager waives dues."))
        for due in self:
            if due.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "The dues of %(unit)s for %(year)s are not open any more: take "
                        "them out of the list.",
                        unit=due.unit_id.display_name,
                        year=due.year,
                    )
                )
            if not (due.waiver_reason or "").strip():
                raise UserError(self.env._("Write first why the dues are waived."))
        for due in self.sudo():
            due._through_gate().is_waived = True
            due._take_back_invoice()

    # === BUSINESS METHODS === #
    def _take_back_invoice(self):
        """Cancel the draft invoice, or credit what is open of the posted one."""
        invoice = self.move_id
        if invoice.state == "draft":
            invoice.button_cancel()
        elif invoice.state == "posted" and invoice.amount_residual:
            refund = self.env["account.move"].with_company(self.company_id)
            refund = refund.create(self._prepare_credit_vals(invoice))
            invoice._post_credit(refund)

    # === HOOKS === #
    @api.model
    def _prepare_due_vals(self, unit, year):
        """Hook: values of a unit's dues for a year."""
        role = unit.role_id
        today = fields.Date.context_today(self)
        return {
            "unit_id": unit.id,
            "year": year,
            "amount": role.yearly_due,
            "due_on": fields.Date.add(today, days=role.due_days),
        }

    def _prepare_credit_vals(self, invoice):
        """Hook: the credit note for what is open of an invoice."""
        share = invoice.amount_residual / invoice.amount_total
        return {
            "move_type": "out_refund",
            "partner_id": invoice.partner_id.id,
            "company_id": invoice.company_id.id,
            "journal_id": invoice.journal_id.id,
            "currency_id": invoice.currency_id.id,
            "reversed_entry_id": invoice.id,
            "ref": self.env._("Waiver of dues %(year)s", year=self.year),
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": line.name,
                        "quantity": line.quantity,
                        "price_unit": line.price_unit * share,
                        "discount": line.discount,
                        "account_id": line.account_id.id,
                        "tax_ids": [Command.set(line.tax_ids.ids)],
                    }
                )
                for line in invoice.invoice_line_ids
                if line.display_type == "product"
            ],
        }

    def _prepare_invoice_vals(self):
        """Hook: values of the invoice of these dues."""
        self.ensure_one()
        return {
            "move_type": "out_invoice",
            "partner_id": self.unit_id.partner_id.id,
            "company_id": self.company_id.id,
            "invoice_date_due": self.due_on,
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
