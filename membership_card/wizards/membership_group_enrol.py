from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipGroupEnrol(models.TransientModel):
    """A company as a member: one pool, and a card for each of its people."""

    _name = "membership.group.enrol"
    _description = "Enrol Group"

    name = fields.Char(string="Company Name", required=True)
    phone = fields.Char(required=True)
    email = fields.Char()
    partner_id = fields.Many2one(
        "res.partner",
        string="Known Contact",
        domain=[("is_company", "=", True), ("membership_member_ids", "=", False)],
        help="The company is in your contacts already: the membership is added there.",
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company.root_id, required=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    outlet_id = fields.Many2one(
        "membership.outlet",
        required=True,
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )
    level_id = fields.Many2one(
        "membership.level",
        default=lambda self: self.env["membership.level"]._get_ladder(self.env.company)[
            :1
        ],
        domain="[('company_id', '=', company_id)]",
    )
    type_id = fields.Many2one(
        "membership.card.type",
        string="Card Type",
        required=True,
        domain="[('company_id', '=', company_id), ('kind', '=', 'group')]",
        default=lambda self: self._default_type_id(),
    )
    line_ids = fields.One2many(
        "membership.group.enrol.line", "wizard_id", string="Holders"
    )

    # === DEFAULTS === #
    def _default_type_id(self):
        domain = [
            ("company_id", "=", self.env.company.root_id.id),
            ("kind", "=", "group"),
        ]
        return self.env["membership.card.type"].search(domain, limit=1)

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Show what is known."""
        for name in ("phone", "name", "email"):
            if self.partner_id[name]:
                self[name] = self.partner_id[name]

    # === ACTION METHODS === #
    def action_enrol(self):
        """Make the company a member, with its cards, and open its file."""
        self.ensure_one()
        Member = self.env["membership.member"]
        Member.check_access("create")
        self.outlet_id._check_in_scope()
        if not self.line_ids:
            raise UserError(
                self.env._("Enter at least one person who will carry a card.")
            )
        member = Member._enrol_group(
            self._prepare_vals(),
            [line._prepare_holder() for line in self.line_ids],
            self.outlet_id,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.member",
            "res_id": member.id,
            "view_mode": "form",
        }

    # === HOOKS === #
    def _prepare_vals(self):
        """Hook: what the window hands to ``_enrol_group``."""
        return {
            "name": self.name,
            "phone": self.phone,
            "email": self.email,
            "partner_id": self.partner_id.id,
            "level_id": self.level_id.id,
            "type_id": self.type_id.id,
        }


class MembershipGroupEnrolLine(models.TransientModel):
    """One holder of the new group."""

    _name = "membership.group.enrol.line"
    _description = "Holder of a New Group"

    wizard_id = fields.Many2one(
        "membership.group.enrol", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    name = fields.Char(string="Holder", required=True)
    phone = fields.Char()
    limit_payment = fields.Monetary(string="Limit per Payment")
    limit_day = fields.Monetary(string="Limit per Day")

    def _prepare_holder(self):
        """Hook: what ``_enrol_group`` takes for a holder."""
        self.ensure_one()
        return {
            "name": self.name,
            "phone": self.phone,
            "limit_payment": self.limit_payment,
            "limit_day": self.limit_day,
        }
