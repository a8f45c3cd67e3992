from odoo import api, fields, models


class MembershipMemberEnrol(models.TransientModel):
    """A new member in ten seconds: phone first, because it tells whether he is new."""

    _name = "membership.member.enrol"
    _inherit = ["membership.number.entry"]
    _description = "Enrol Member"

    phone = fields.Char()
    name = fields.Char()
    email = fields.Char()
    birthdate_date = fields.Date(string="Birthday")
    gender = fields.Selection(
        selection=lambda self: (
            self.env["res.partner"]._fields["gender"]._description_selection(self.env)
        )
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Known Contact",
        domain=[("is_company", "=", False), ("membership_member_ids", "=", False)],
        help="The person is in your contacts already: the membership is added there.",
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company.root_id, required=True
    )
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
        domain="[('company_id', '=', company_id), "
        "('kind', 'in', ('personal', 'special'))]",
        default=lambda self: self.env["membership.card"]._default_type_id(),
    )
    card_number = fields.Char(
        help="Scan a pre-printed card, or leave empty for the next number."
    )
    source = fields.Selection(
        selection=lambda self: (
            self.env["membership.member"]
            ._fields["source"]
            ._description_selection(self.env)
        ),
        default="counter",
    )
    call_note = fields.Char(string="About the Call")
    member_id = fields.Many2one(
        "membership.member", string="Already Member", compute="_compute_member_id"
    )

    # === COMPUTE METHODS === #
    @api.depends("phone", "partner_id", "company_id")
    def _compute_member_id(self):
        Member = self.env["membership.member"]
        for wizard in self:
            phone = Member._normalize_phone(wizard.phone, wizard.company_id.country_id)
            domain = [
                ("company_id", "=", wizard.company_id.id),
                ("state", "!=", "closed"),
            ]
            is_unique = wizard.company_id.sudo().membership_one_phone
            wizard.member_id = (
                is_unique
                and phone
                and Member.search([*domain, ("phone", "=", phone)], limit=1)
            )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Show what is known."""
        for name in ("phone", "name", "email", "birthdate_date", "gender"):
            if self.partner_id[name]:
                self[name] = self.partner_id[name]

    # === ACTION METHODS === #
    def action_enrol(self):
        """Make the member and open his file."""
        return self._action_open(self._enrol())

    def action_enrol_print(self):
        """Make the member and print his card."""
        return self._enrol().card_ids.action_print() | {
            "close_on_report_download": True
        }

    def action_view_member(self):
        """Open the member who has this phone."""
        return self._action_open(self.member_id)

    def action_take_over_phone(self):
        """The number was given to somebody else: take it from the member who has it.

        What was typed so far waits in this window, and is there again afterwards.
        """
        action = self.member_id.action_take_over_phone()
        kept = {"default_enrol_id": self.id}
        if self.env.context.get("membership_desk"):
            kept["membership_desk"] = True
        return action | {"context": action["context"] | kept}

    def _action_open(self, member):
        if self.env.context.get("membership_desk"):
            return {
                "type": "ir.actions.client",
                "tag": "membership_desk",
                "params": {"member_id": member.id},
            }
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.member",
            "res_id": member.id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #
    def _enrol(self):
        self.ensure_one()
        self.env["membership.member"].check_access("create")
        self.outlet_id._check_in_scope()
        self._check_level()
        member = self.env["membership.member"]._enrol(
            self._prepare_vals(), self.outlet_id
        )
        if self.source == "call_centre":
            member._log_call(self.call_note)
        return member

    def _check_level(self):
        """Whoever gives a level by hand has the right to."""
        ladder = self.env["membership.level"]._get_ladder(self.company_id)
        if self.level_id - ladder[:1]:
            self.env["membership.member.set.level"].check_access("create")

    def _prepare_vals(self):
        """Hook: what the window hands to ``_enrol``."""
        return {
            "phone": self.phone,
            "name": self.name,
            "email": self.email,
            "birthdate_date": self.birthdate_date,
            "gender": self.gender,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "level_id": self.level_id.id,
            "type_id": self.type_id.id,
            "card_number": self.card_number,
            "is_number_read": self.is_number_read,
            "source": "call_centre" if self.source == "call_centre" else "counter",
        }
