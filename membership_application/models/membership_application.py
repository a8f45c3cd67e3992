from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..const import CARD_CENTRE, DECIDED_STATES

# Written by the gate and by issuing only.
GUARDED = frozenset(
    (
        "name",
        "state",
        "company_id",
        "refusal_reason",
        "submitted_by_id",
        "submitted_on",
        "decided_by_id",
        "decided_on",
        "issued_on",
        "charter_accepted_on",
        "signed_on",
        "source",
    )
)
# May still change when the decision is made: how the card gets there, and talk.
AFTERWARDS = frozenset(
    (
        "delivery",
        "delivery_address",
        "parcel_reference",
        "delivered_on",
        "card_number",
        "is_number_read",
    )
)


class MembershipApplication(models.Model):
    """Somebody asks for a card: who, which card, with which papers, and the answer."""

    _name = "membership.application"
    _inherit = ["membership.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Card Application"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Reference", required=True, readonly=True, copy=False, default="/"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("review", "In Review"),
            ("approved", "Approved"),
            ("issued", "Issued"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        group_expand=True,
        tracking=True,
        copy=False,
    )
    kind = fields.Selection(
        [("person", "Person"), ("company", "Company"), ("special", "Special Cards")],
        string="Kind of Application",
        required=True,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
    )
    type_id = fields.Many2one(
        "membership.card.type",
        string="Card Type",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', '=', company_id), ('kind', '!=', 'supplementary')]",
        default=lambda self: self.env["membership.card"]._default_type_id(),
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.root_id,
    )
    outlet_id = fields.Many2one(
        "membership.outlet",
        ondelete="restrict",
        default=lambda self: self.env["membership.outlet"]._get_default(),
        help="Where the application came in and the card is handed over.",
    )
    source = fields.Selection(
        selection=lambda self: (
            self.env["membership.member"]
            ._fields["source"]
            ._description_selection(self.env)
        ),
        string="Came In Through",
        required=True,
        readonly=True,
        default="counter",
        copy=False,
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        default=lambda self: self.env.lang,
        help="What we write to the applicant is in this language.",
    )
    # === WHO === #
    contact_name = fields.Char(
        string="Applicant", required=True, tracking=True, help="The person who applies."
    )
    phone = fields.Char(required=True, tracking=True)
    phone_e164 = fields.Char(
        compute="_compute_phone_e164",
        store=True,
        index="btree_not_null",
        string="Phone (international)",
    )
    email = fields.Char(tracking=True)
    birthdate_date = fields.Date(string="Birthday")
    gender = fields.Selection(
        selection=lambda self: (
            self.env["res.partner"]._fields["gender"]._description_selection(self.env)
        )
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Known Contact",
        ondelete="restrict",
        domain=[("is_company", "=", False), ("membership_member_ids", "=", False)],
        help="The person is in your contacts already: the membership is added there.",
    )
    company_name = fields.Char(tracking=True)
    licence_number = fields.Char(tracking=True, help="As on the business licence.")
    legal_representative = fields.Char(tracking=True)
    # === SPECIAL CARDS === #
    quantity = fields.Integer(default=1, tracking=True, help="How many cards.")
    benefit = fields.Text(help="What these cards are for and what they give.")
    discount_rate = fields.Float(
        string="Discount (%)", digits=(5, 2), tracking=True, help="Asked for, in %."
    )
    # === ANSWER === #
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    refusal_reason = fields.Text(readonly=True, copy=False, tracking=True)
    # === CARD === #
    member_id = fields.Many2one(
        "membership.member",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        help="Who gets the card: a member already, or the one made when it is issued.",
    )
    card_number = fields.Char(
        copy=False,
        help="Scan a pre-printed card, or leave empty for the next number.",
    )
    card_ids = fields.One2many(
        "membership.card", "application_id", string="Cards", readonly=True
    )
    card_count = fields.Integer(compute="_compute_card_count")
    delivery = fields.Selection(
        [("counter", "Collected at the Counter"), ("post", "Sent by Post")],
        required=True,
        default="counter",
    )
    delivery_address = fields.Text()
    parcel_reference = fields.Char(help="Of the letter or parcel.")
    delivered_on = fields.Date(string="Handed Over On", readonly=True, copy=False)
    issued_on = fields.Datetime(readonly=True, copy=False)

    _quantity_positive = models.Constraint(
        "CHECK (quantity BETWEEN 1 AND 10000)", "Apply for 1 to 10,000 cards."
    )
    _discount_percent = models.Constraint(
        "CHECK (discount_rate BETWEEN 0 AND 100)",
        "A discount is between 0 and 100 %.",
    )

    # === COMPUTE METHODS === #
    @api.depends("type_id.kind")
    def _compute_kind(self):
        kinds = {"group": "company", "special": "special"}
        for application in self:
            kind = kinds.get(application.type_id.kind)
            # A company may ask for an ordinary card, too: keep what was chosen.
            if kind or application.kind in (False, "special"):
                application.kind = kind or "person"

    @api.depends("phone", "company_id")
    def _compute_phone_e164(self):
        Member = self.env["membership.member"]
        for application in self:
            application.phone_e164 = Member._normalize_phone(
                application.phone, application.company_id.country_id
            )

    def _compute_card_count(self):
        counts = dict(
            self.env["membership.card"]._read_group(
                [("application_id", "in", self.ids)], ["application_id"], ["__count"]
            )
        )
        for application in self:
            application.card_count = counts.get(application, 0)

    # === CONSTRAINT METHODS === #
    @api.constrains("birthdate_date")
    def _check_birthday(self):
        for application in self:
            application.member_id._check_possible_birthday(application.birthdate_date)

    @api.constrains("kind", "type_id")
    def _check_kind(self):
        for application in self:
            kind = application.type_id.kind
            if kind == "supplementary":
                raise ValidationError(
                    self.env._(
                        "Supplementary cards are issued from the file of the member "
                        "who pays."
                    )
                )
            if (kind == "special") != (application.kind == "special"):
                raise ValidationError(
                    self.env._("Special cards are asked for with a special card type.")
                )
            if kind == "group" and application.kind != "company":
                raise ValidationError(
                    self.env._("Group cards are for companies: apply as a company.")
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Number and checklist are given; whoever accepts or signs does it now."""
        for vals in vals_list:
            if not self.env.su:
                for name in GUARDED - {"company_id", "source"}:
                    vals.pop(name, None)
            vals |= self._prepare_paper_vals(vals)
            if vals.get("name", "/") == "/":
                vals["name"] = (
                    self.env["ir.sequence"]
                    .sudo()
                    .next_by_code("membership.application")
                )
        applications = super().create(vals_list)
        applications._make_checklist()
        return applications

    def write(self, vals):
        """What was asked for stays what was decided about."""
        result = super().write(vals)
        if stamps := self._prepare_paper_vals(vals):
            self._through_gate().write(stamps)
        if "type_id" in vals:
            self._make_checklist()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        if self.filtered(lambda application: application.state != "draft"):
            raise UserError(
                self.env._("An application that came in stays on file: cancel it.")
            )

    # === HELPERS === #
    def _check_can_edit(self, vals):
        if self.env.su:
            return
        if GUARDED & vals.keys():
            raise UserError(
                self.env._("An application goes on by its buttons, not by editing.")
            )
        names = {name for name in vals if not name.startswith(("message", "activity"))}
        if names - AFTERWARDS and self.filtered(lambda a: a.state in DECIDED_STATES):
            raise UserError(
                self.env._("The application is decided: what was asked for stays.")
            )
        submitted = self.filtered(lambda application: application.state != "draft")
        if names and submitted and not self.env.user.has_group(CARD_CENTRE):
            raise UserError(
                self.env._("The application is with the card centre now: ask there.")
            )
