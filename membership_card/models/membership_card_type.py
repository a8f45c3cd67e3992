from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

CAPABILITIES = ("discount", "wallet", "points")
STATE_FIELDS = ("kind", "is_enabled")


class MembershipCardType(models.Model):
    """What a kind of card can do, and how its numbers look."""

    _name = "membership.card.type"
    _inherit = "membership.numbered.type"
    _description = "Membership Card Type"
    _order = "is_default desc, name, id"
    _check_company_auto = True

    name = fields.Char(string="Card Type", required=True, translate=True)
    code = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("personal", "Personal"),
            ("supplementary", "Supplementary"),
            ("group", "Group"),
            ("special", "Special"),
        ],
        required=True,
        default="personal",
        help="Personal: one member, one card. Supplementary: another holder on the "
        "member's accounts. Group: the cards of a company on one pool. Special: works "
        "only after it was approved and switched on.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    prefix = fields.Char(
        default=lambda self: self._default_prefix(),
        help="Digits that every number of this type starts with. No other type of the "
        "same length may begin alike: a number tells its type.",
    )
    use_discount = fields.Boolean(string="Member Price", default=True)
    use_wallet = fields.Boolean(string="Stored Value", default=True)
    use_points = fields.Boolean(string="Points", default=True)
    is_default = fields.Boolean(
        string="Default", copy=False, help="Offered first when a member is enrolled."
    )
    active = fields.Boolean(default=True)
    card_count = fields.Integer(compute="_compute_card_count")

    _code_unique = models.UniqueIndex(
        "(company_id, code)", "Another card type of this company has this code."
    )
    _default_unique = models.UniqueIndex(
        "(company_id) WHERE is_default", "A company has one default card type."
    )
    _validity_positive = models.Constraint(
        "CHECK (validity_months >= 0)", "Validity is a number of months, or 0."
    )

    # === COMPUTE METHODS === #
    def _compute_card_count(self):
        groups = self.env["membership.card"]._read_group(
            [("type_id", "in", self.ids)], ["type_id"], ["__count"]
        )
        counts = {card_type.id: count for card_type, count in groups}
        for card_type in self:
            card_type.card_count = counts.get(card_type.id, 0)

    # === CONSTRAINT METHODS === #
    @api.constrains("company_id")
    def _check_root_company(self):
        if branch := self.company_id.filtered("parent_id")[:1]:
            raise ValidationError(
                self.env._(
                    "Card types belong to the main company, not to the branch "
                    "%(company)s.",
                    company=branch.name,
                )
            )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Numbers are those that no other type makes."""
        self._complete_prefixes(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """What cards can do is remembered by every worker: tell them."""
        result = super().write(vals)
        if any(name.startswith("use_") or name in STATE_FIELDS for name in vals):
            self.env.registry.clear_cache()
        return result

    def copy_data(self, default=None):
        """Code and numbers are unique: a copy gets some of its own."""
        copies = []
        for record, vals in zip(self, super().copy_data(default), strict=True):
            vals = {**vals, "code": self.env._("%(code)s (copy)", code=record.code)}
            if "prefix" not in (default or {}):
                vals.pop("prefix", None)
            copies.append(vals)
        return copies

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if used := self.filtered("card_count")[:1]:
            raise ValidationError(
                self.env._(
                    "There are cards of type %(type)s: archive it instead.",
                    type=used.name,
                )
            )

    # === BUSINESS METHODS === #
    @ormcache("self.id")
    def _get_capabilities(self):
        """What cards of this type can be used for, without a query once it is known.

        :returns: set of "discount", "wallet", "points"
        """
        card_type = self.sudo()
        if not card_type._is_switched_on():
            return frozenset()
        return frozenset(name for name in CAPABILITIES if card_type[f"use_{name}"])

    @api.model
    def _get_default(self, company):
        """The type of card a new member of ``company`` gets.

        :raises UserError: if the company has no card type
        """
        domain = [("company_id", "=", company.root_id.id), ("kind", "=", "personal")]
        found = self.sudo().search(domain, limit=1)
        if not found:
            raise UserError(
                self.env._(
                    "%(company)s has no card type yet: make one in Membership, "
                    "Configuration, Card Types.",
                    company=company.root_id.name,
                )
            )
        return found
