from odoo import api, fields, models

from ..const import HOLDER_KINDS


class MembershipCardIssue(models.TransientModel):
    """Another card on a member's accounts: for himself or for somebody else."""

    _name = "membership.card.issue"
    _inherit = ["membership.window", "membership.number.entry"]
    _description = "Issue Card"

    _typed_number = "number"

    member_id = fields.Many2one("membership.member", required=True, readonly=True)
    company_id = fields.Many2one(related="member_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    is_group = fields.Boolean(related="member_id.partner_id.is_company")
    type_id = fields.Many2one(
        "membership.card.type",
        string="Card Type",
        required=True,
        compute="_compute_type_id",
        precompute=True,
        store=True,
        readonly=False,
        domain="[('id', 'in', allowed_type_ids)]",
    )
    allowed_type_ids = fields.Many2many(
        "membership.card.type", compute="_compute_allowed_type_ids"
    )
    has_holder = fields.Boolean(compute="_compute_has_holder")
    holder_id = fields.Many2one(
        "res.partner",
        string="Known Contact",
        domain=[("is_company", "=", False)],
        help="The holder is in your contacts already.",
    )
    name = fields.Char(string="Holder")
    phone = fields.Char(string="Phone of the Holder")
    limit_payment = fields.Monetary(
        string="Limit per Payment",
        compute="_compute_limits",
        store=True,
        readonly=False,
    )
    limit_day = fields.Monetary(
        string="Limit per Day", compute="_compute_limits", store=True, readonly=False
    )
    number = fields.Char(
        string="Card Number",
        help="Scan a pre-printed card, or leave empty for the next number.",
    )
    outlet_id = fields.Many2one(
        "membership.outlet",
        required=True,
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )

    # === COMPUTE METHODS === #
    @api.depends("member_id")
    def _compute_allowed_type_ids(self):
        """Types that work, fitting a company or a person."""
        Type = self.env["membership.card.type"]
        for wizard in self:
            wizard.allowed_type_ids = Type._get_issuable(wizard.member_id)

    @api.depends("allowed_type_ids")
    def _compute_type_id(self):
        """What is most likely wanted: a card for somebody else."""
        for wizard in self:
            types = wizard.allowed_type_ids
            held = types.filtered(lambda card_type: card_type.kind in HOLDER_KINDS)
            wizard.type_id = (held or types)[:1]

    @api.depends("type_id")
    def _compute_has_holder(self):
        for wizard in self:
            wizard.has_holder = wizard.type_id.kind in HOLDER_KINDS

    @api.depends("type_id")
    def _compute_limits(self):
        for wizard in self:
            wizard.limit_payment = wizard.type_id.limit_payment
            wizard.limit_day = wizard.type_id.limit_day

    @api.onchange("holder_id")
    def _onchange_holder_id(self):
        """Show what is known."""
        if self.holder_id:
            self.name, self.phone = self.holder_id.name, self.holder_id.phone

    # === ACTION METHODS === #
    def action_issue(self):
        """Issue the card and open it, ready to print."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.card",
            "res_id": self._issue().id,
            "view_mode": "form",
        }

    def action_issue_print(self):
        """Issue the card and print it."""
        return self._issue().action_print() | {"close_on_report_download": True}

    # === BUSINESS METHODS === #
    def _issue(self):
        self.ensure_one()
        self.env["membership.card"].check_access("create")
        self.member_id.check_access("write")
        self.outlet_id._check_in_scope()
        holder = None
        if self.has_holder:
            holder = {
                "partner_id": self.holder_id.id,
                "name": self.name,
                "phone": self.phone,
            }
        return self.member_id._issue_further_card(
            self.type_id,
            self.outlet_id,
            holder=holder,
            number=(self.number or "").strip(),
            is_number_read=self.is_number_read,
            limit_payment=self.limit_payment,
            limit_day=self.limit_day,
        )
