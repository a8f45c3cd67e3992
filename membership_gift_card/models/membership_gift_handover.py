from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..const import HANDOVERS


class MembershipGiftHandover(models.Model):
    """Cards change hands: listed by who gives, counted by somebody else."""

    _name = "membership.gift.handover"
    _inherit = ["membership.guarded", "membership.naming", "membership.seen"]
    _seen_by = ("outlet_from_id", "outlet_to_id")
    _description = "Gift Card Hand-over"
    _order = "id desc"

    # Who signed what: nobody signs for somebody else.
    _by_acts = frozenset(
        (
            "state",
            "expected",
            "difference",
            "given_by_id",
            "given_on",
            "received_by_id",
            "received_on",
        )
    )

    name = fields.Char(
        string="Reference", required=True, readonly=True, copy=False, default="/"
    )
    kind = fields.Selection(
        [
            ("stock", "Blanks to another outlet"),
            ("treasury", "Store to treasury"),
            ("desk", "Treasury to service desk"),
            ("destruction", "Destruction"),
        ],
        required=True,
        default="stock",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("given", "Given"),
            ("done", "Received"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.root_id,
    )
    outlet_from_id = fields.Many2one(
        "membership.outlet",
        string="From",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )
    outlet_to_id = fields.Many2one(
        "membership.outlet",
        string="To",
        ondelete="restrict",
        help="Where the cards are afterwards. Empty: where they are.",
    )
    card_ids = fields.Many2many(
        "membership.gift.card", string="Cards", domain="[('state', '=', card_state)]"
    )
    card_state = fields.Char(compute="_compute_card_state")
    expected = fields.Integer(
        compute="_compute_expected", store=True, help="Cards on the list."
    )
    counted = fields.Integer(copy=False, help="What the receiving person has counted.")
    difference = fields.Integer(
        compute="_compute_difference", store=True, help="Counted − on the list."
    )
    remark = fields.Char()
    given_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    given_on = fields.Datetime(readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    received_on = fields.Datetime(readonly=True, copy=False)

    _two_persons = models.Constraint(
        "CHECK (state <> 'done' OR (given_by_id IS NOT NULL"
        " AND received_by_id IS NOT NULL AND given_by_id <> received_by_id))",
        "Somebody else receives what you give: two different persons sign.",
    )
    _counted_right = models.Constraint(
        "CHECK (state <> 'done' OR counted = expected)",
        "Only what was counted and agrees with the list changes hands.",
    )

    # === COMPUTE METHODS === #
    @api.depends("name")
    def _compute_display_name(self):
        for handover in self:
            is_new = handover.name == "/"
            handover.display_name = self.env._("New") if is_new else handover.name

    @api.depends("kind")
    def _compute_card_state(self):
        for handover in self:
            handover.card_state = HANDOVERS[handover.kind or "stock"][1]

    @api.depends("card_ids")
    def _compute_expected(self):
        for handover in self:
            handover.expected = len(handover.card_ids)

    @api.depends("expected", "counted", "state")
    def _compute_difference(self):
        for handover in self:
            handover.difference = (
                handover.counted - handover.expected if handover.counted else 0
            )

    @api.onchange("kind")
    def _onchange_kind(self):
        """Treasury sits at the head office, unless somebody says otherwise."""
        self.outlet_to_id = False
        if self.kind == "treasury" and self.outlet_from_id.kind != "head_office":
            self.outlet_to_id = self.outlet_to_id.search(
                [
                    ("kind", "=", "head_office"),
                    ("company_id", "=", self.outlet_from_id.company_id.id),
                ],
                limit=1,
            )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Numbered when written."""
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = self.env["ir.sequence"].next_by_code(
                    "membership.gift.handover"
                )
        return super().create(vals_list)

    def write(self, vals):
        """What was signed stays; the receiving person may only count."""
        if not self.env.su:
            for handover in self:
                allowed = {"draft": vals.keys(), "given": {"counted", "remark"}}
                if set(vals) - set(allowed.get(handover.state, ())):
                    raise UserError(
                        self.env._(
                            "%(name)s was given already: take it back to change it.",
                            name=handover.name,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(handover.state != "draft" for handover in self):
            raise UserError(self.env._("A hand-over that was given stays on file."))

    # === ACTION METHODS === #
    def action_fill(self):
        """List all cards that wait at the giving outlet for this step.

        :raises UserError: none does
        """
        self.ensure_one()
        cards = self.env["membership.gift.card"].search(
            [
                ("state", "=", self.card_state),
                ("outlet_id", "=", self.outlet_from_id.id),
            ]
        )
        if not cards:
            raise UserError(
                self.env._(
                    "No cards wait at %(outlet)s for this step: choose the outlet "
                    "where they are.",
                    outlet=self.outlet_from_id.name,
                )
            )
        self.card_ids = [Command.set(cards.ids)]

    def action_give(self):
        """Sign the list as the giving person; from now on somebody else counts."""
        self.check_access("write")
        for handover in self:
            handover._check_can_give()
            handover.sudo().write(
                {
                    "state": "given",
                    "given_by_id": self.env.uid,
                    "given_on": fields.Datetime.now(),
                    "counted": 0,
                }
            )

    def action_take_back(self):
        """The giving person changes the list after all."""
        self.check_access("write")
        for handover in self:
            if handover.state != "given":
                raise UserError(self.env._("Only what is on its way is taken back."))
            handover.sudo().state = "draft"

    def action_receive(self):
        """Sign as the receiving person: the cards are there now, or destroyed.

        :raises UserError: the same person, another number counted
        """
        self.check_access("write")
        for handover in self:
            handover._check_can_receive()
            handover.sudo().write(
                {
                    "state": "done",
                    "received_by_id": self.env.uid,
                    "received_on": fields.Datetime.now(),
                }
            )
            action, _state = HANDOVERS[handover.kind]
            # What was signed for, also what comes from another company.
            handover.sudo().card_ids._change_state(
                action,
                handover.remark,
                outlet=handover.outlet_to_id or None,
                handover=handover.sudo(),
            )

    def action_cancel(self):
        """Nothing changed hands."""
        self.check_access("write")
        if self.filtered(lambda handover: handover.state == "done"):
            raise UserError(self.env._("What was received is handed back by another."))
        self.sudo().state = "cancelled"

    def action_print(self):
        """Print the form that both persons sign."""
        return self.env.ref(
            "membership_gift_card.action_report_handover"
        ).report_action(self)

    # === HELPERS === #
    def _check_can_give(self):
        if self.state != "draft":
            raise UserError(self.env._("%(name)s was given already.", name=self.name))
        self.outlet_from_id._check_in_scope()
        if not self.card_ids:
            raise UserError(self.env._("List the cards first."))
        if self.kind == "stock" and (
            not self.outlet_to_id or self.outlet_to_id == self.outlet_from_id
        ):
            raise UserError(self.env._("Choose the outlet that gets the blanks."))
        state, cards = self.card_state, self.sudo().card_ids
        for card in cards:
            if card.state != state or card.outlet_id != self.outlet_from_id:
                raise UserError(
                    self.env._(
                        "Gift card %(number)s is not at %(outlet)s for this step: take "
                        "it from the list.",
                        number=card.number,
                        outlet=self.outlet_from_id.name,
                    )
                )
        for outlet in self.sudo().outlet_to_id:
            cards._check_taken_at(outlet.company_id)
        cards._check_not_on_the_way()

    def _check_can_receive(self):
        if self.state != "given":
            raise UserError(self.env._("%(name)s is not on its way.", name=self.name))
        (self.outlet_to_id or self.outlet_from_id)._check_in_scope()
        if self.given_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "You gave these cards: somebody else has to receive them. Two "
                    "different persons sign."
                )
            )
        if self.counted != self.expected:
            raise UserError(
                self.env._(
                    "%(counted)s cards were counted, %(expected)s are on the list. "
                    "Count again, or give the list back to be put right.",
                    counted=self.counted,
                    expected=self.expected,
                )
            )
