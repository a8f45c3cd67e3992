from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import ormcache

from odoo.addons.membership_guard.models.membership_guarded import without_defaults

# Set by the acts below, never by editing.
APPROVAL_FIELDS = {"is_approved", "is_enabled", "approved_by_id", "enabled_by_id"}


class MembershipCardType(models.Model):
    """Who may hold cards of a type, how much they may spend, who issues them."""

    _inherit = "membership.card.type"

    currency_id = fields.Many2one(related="company_id.currency_id")
    holder_policy = fields.Selection(
        [
            ("any", "Persons and Companies"),
            ("person", "Persons Only"),
            ("company", "Companies Only"),
        ],
        string="Members",
        required=True,
        default="any",
        help="Whose accounts cards of this type may draw on. The cards of a group "
        "always belong to a company.",
    )
    allow_dealers = fields.Boolean(
        help="Let dealers hold cards of this type. They buy at prices of their own, so "
        "a card for ordinary customers is refused to them."
    )
    one_per_person = fields.Boolean(
        string="One per Person",
        help="Nobody holds two cards of this type at the same time.",
    )
    age_min = fields.Integer(
        string="Minimum Age", help="In years on the day of issue; 0: none."
    )
    age_max = fields.Integer(
        string="Maximum Age", help="In years on the day of issue; 0: none."
    )
    limit_payment = fields.Monetary(
        string="Limit per Payment",
        help="The most that one payment may take from stored value; 0: no limit. New "
        "cards start with it; each card can have its own.",
    )
    limit_day = fields.Monetary(
        string="Limit per Day",
        help="The most that all payments of a day may take from stored value; 0: no "
        "limit. New cards start with it; each card can have its own.",
    )
    is_approved = fields.Boolean(
        string="Approved",
        readonly=True,
        copy=False,
        help="A special card works only after it was approved and switched on.",
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_enabled = fields.Boolean(
        string="Switched On",
        readonly=True,
        copy=False,
        help="Only the system administrator switches special cards on.",
    )
    enabled_by_id = fields.Many2one(
        "res.users", string="Switched On By", readonly=True, copy=False
    )

    _limits_positive = models.Constraint(
        "CHECK (limit_payment >= 0 AND limit_day >= 0)", "A limit is never negative."
    )
    _ages_in_order = models.Constraint(
        "CHECK (age_min >= 0 AND age_max >= 0 AND (age_max = 0 OR age_max >= age_min))",
        "The maximum age is at least the minimum age.",
    )

    # === CONSTRAINT METHODS === #
    @api.constrains("kind")
    def _check_kind_is_open(self):
        """Cards that exist were issued as what they are."""
        Card = self.env["membership.card"].sudo()
        for card_type in self:
            if Card.search_count([("type_id", "=", card_type.id)], limit=1):
                raise ValidationError(
                    self.env._(
                        "There are cards of type %(type)s: its kind stays as it is. "
                        "Make another type.",
                        type=card_type.name,
                    )
                )

    @api.constrains("kind", "is_default")
    def _check_default_is_personal(self):
        for card_type in self:
            if card_type.is_default and card_type.kind != "personal":
                raise ValidationError(
                    self.env._(
                        "New members get a personal card: %(type)s cannot be the "
                        "default.",
                        type=card_type.name,
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """A special type starts switched off."""
        for vals in vals_list:
            self._check_no_approval(vals)
        clean = without_defaults(self, APPROVAL_FIELDS)
        return super(MembershipCardType, clean).create(vals_list)

    def write(self, vals):
        """What was approved is switched by its buttons."""
        self._check_no_approval(vals)
        return super().write(vals)

    def _check_no_approval(self, vals):
        if any(vals.get(name) for name in APPROVAL_FIELDS) and not self.env.su:
            raise UserError(
                self.env._("Special cards are approved and switched on by the buttons.")
            )

    # === ACTION METHODS === #
    def action_approve(self):
        """Approve a special type; the system administrator switches it on."""
        self.check_access("write")
        self._approve()

    def action_switch_on(self):
        """Let cards of an approved special type work from now on."""
        self.check_access("write")
        self._switch_on()

    def action_switch_off(self):
        """Stop all cards of a special type at once."""
        self.check_access("write")
        self.sudo().write({"is_enabled": False, "enabled_by_id": False})

    # === BUSINESS METHODS === #
    def _filter_open_to(self, partner):
        """Those of these types that the partner may hold: not all are for dealers.

        :param partner: ``res.partner``, in sudo; empty: a stranger
        """
        if not partner or not partner._is_dealer():
            return self
        return self.filtered("allow_dealers")

    def _approve(self):
        """Note that those who decide about special cards agreed to these types.

        A request with an approval chain calls this when its last approver agreed.
        """
        self.sudo().write({"is_approved": True, "approved_by_id": self.env.uid})

    def _switch_on(self):
        """Let approved special cards work.

        :raises AccessError: unless the system administrator does it
        :raises UserError: if a type was not approved
        """
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._("Only the system administrator switches special cards on.")
            )
        if waiting := self.filtered(lambda record: not record.is_approved)[:1]:
            raise UserError(
                self.env._(
                    "%(type)s was not approved yet: have it approved first.",
                    type=waiting.name,
                )
            )
        self.sudo().write({"is_enabled": True, "enabled_by_id": self.env.uid})

    @ormcache("self.id")
    def _get_kind(self):
        """The kind of these cards, without a query once it is known."""
        return self.sudo().kind

    @api.model
    def _get_issuable(self, member):
        """Types of which ``member`` may be given one more card, by what he is.

        Whether this very person may hold one is asked when it is issued.
        """
        domain = [("company_id", "=", member.company_id.id)]
        if member.partner_id.is_company:
            domain.append(("kind", "in", ("group", "special", "personal")))
            domain.append(("holder_policy", "!=", "person"))
        else:
            domain.append(("kind", "!=", "group"))
            domain.append(("holder_policy", "!=", "company"))
        return self.search(domain).filtered(lambda t: t._is_switched_on())

    def _is_switched_on(self):
        """Whether cards of this type work at all."""
        self.ensure_one()
        return self.kind != "special" or self.is_enabled

    def _check_switched_on(self):
        """Raise if cards of this type do not work (yet)."""
        card_type = self.sudo()
        if not card_type._is_switched_on():
            raise UserError(
                self.env._(
                    "Cards of type %(type)s are special: they work only after they "
                    "were approved and switched on by the system administrator.",
                    type=card_type.name,
                )
            )
