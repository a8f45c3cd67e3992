from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError

from ..const import TERMS

MANAGER = "membership_dealer_pricing.group_dealer_manager"


class MembershipDealer(models.Model):
    """A company that buys from us to sell on: one file per contact and company."""

    _name = "membership.dealer"
    _description = "Dealer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "number, id"
    _rec_names_search = ["number", "partner_id.name"]
    _check_company_auto = True
    _parent_name = "upline_id"
    _parent_store = True

    number = fields.Char(readonly=True, copy=False, index="trigram")
    partner_id = fields.Many2one(
        "res.partner",
        string="Company or Person",
        required=True,
        ondelete="restrict",
        tracking=True,
        domain="['|', ('is_company', '=', True), ('parent_id', '=', False)]",
        help="All contacts below it buy at the dealer's prices.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    state = fields.Selection(
        [
            ("applied", "Applied"),
            ("approved", "Approved"),
            ("suspended", "Suspended"),
            ("closed", "Closed"),
        ],
        default="applied",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    state_reason = fields.Char(string="Reason", readonly=True, copy=False)
    state_on = fields.Datetime(
        string="Since", readonly=True, copy=False, default=fields.Datetime.now
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        tracking=True,
        index="btree_not_null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    territory_id = fields.Many2one(
        "membership.dealer.territory", index="btree_not_null", check_company=True
    )
    agreement_from = fields.Date(tracking=True)
    agreement_until = fields.Date(
        tracking=True,
        help="Last day. What happens then is a setting: a reminder, or an end of the "
        "dealer's prices.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        help="Currency of the agreement: picks the price list of the level. Empty: "
        "the level's main list.",
    )
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")
    city = fields.Char(related="partner_id.city")
    country_id = fields.Many2one(related="partner_id.country_id")

    _partner_unique = models.UniqueIndex(
        "(partner_id, company_id)", "This contact already has a dealer file."
    )
    _number_unique = models.UniqueIndex(
        "(company_id, number)", "Another dealer of the company has this number."
    )
    _agreement_order = models.Constraint(
        "CHECK (agreement_until >= agreement_from)",
        "An agreement cannot end before it begins.",
    )

    # === COMPUTE METHODS === #
    @api.depends("partner_id.name", "number")
    def _compute_display_name(self):
        for dealer in self:
            name = dealer.partner_id.name or ""
            dealer.display_name = f"[{dealer.number}] {name}" if dealer.number else name

    # === CONSTRAINT METHODS === #
    @api.constrains("partner_id", "company_id")
    def _check_partner(self):
        for dealer in self:
            if dealer.partner_id.commercial_partner_id != dealer.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s is a contact of %(company)s: the dealer is the "
                        "company, its contacts buy at its prices.",
                        name=dealer.partner_id.name,
                        company=dealer.partner_id.commercial_partner_id.name,
                    )
                )
            if dealer.company_id.parent_id:
                raise ValidationError(
                    self.env._(
                        "Dealers belong to the main company, not to the branch "
                        "%(company)s.",
                        company=dealer.company_id.name,
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """A dealer starts as an application and gets its number."""
        Sequence = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            if vals.get("state", "applied") != "applied":
                raise UserError(self.env._("A dealer begins as an application."))
            if not vals.get("number"):
                vals["number"] = Sequence.next_by_code("membership.dealer")
            # No context says otherwise either.
            vals.setdefault("state", "applied")
        dealers = super().create(vals_list)
        dealers._lock_line()
        self.env.registry.clear_cache()
        dealers._forget_prices()
        return dealers

    def write(self, vals):
        """Terms of an approved dealer are a manager's matter, states the gate's."""
        self._check_can_write(vals)
        if "upline_id" in vals:
            (self | self.browse(vals["upline_id"]))._lock_line()
        result = super().write(vals)
        if (TERMS | {"state"}) & vals.keys():
            self._forget_prices()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if kept := self.filtered(lambda dealer: dealer.state != "applied")[:1]:
            raise UserError(
                self.env._(
                    "%(dealer)s was approved once and has a history: close it instead.",
                    dealer=kept.display_name,
                )
            )

    def _check_can_write(self, vals):
        """Raise unless the user may write these values."""
        if self.env.su:
            return
        if {"state", "state_reason", "state_on", "number"} & vals.keys():
            raise AccessError(
                self.env._(
                    "A dealer's state changes through approval, suspension and "
                    "closing only."
                )
            )
        in_force = any(dealer.state != "applied" for dealer in self)
        if TERMS & vals.keys() and in_force and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Terms of an approved dealer are changed by a manager.")
            )

    # === HELPERS === #
    @api.model
    @tools.ormcache()
    def _has_dealers(self):
        """Whether there is any dealer: without one, customers cost no query."""
        return bool(self.sudo().search_count([], limit=1))

    def _forget_prices(self):
        """What contacts remember of price lists in this transaction."""
        self.env["res.partner"].invalidate_model(["property_product_pricelist"])
