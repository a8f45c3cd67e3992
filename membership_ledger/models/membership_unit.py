from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache
from odoo.tools.misc import babel_locale_parse

from ..amount import to_decimal


class UnitFacts(NamedTuple):
    """What every verb has to know of a unit."""

    kind: str
    currency_id: int
    decimals: int
    bucket_order: tuple


class MembershipUnit(models.Model):
    """What an account counts: money in a currency, points, or uses of a service."""

    _name = "membership.unit"
    _inherit = "membership.few"
    _description = "Membership Unit"
    _order = "kind, code"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name used by tills and files.")
    kind = fields.Selection(
        [("money", "Money"), ("points", "Points"), ("uses", "Uses")],
        required=True,
        default="points",
    )
    currency_id = fields.Many2one("res.currency", ondelete="restrict")
    symbol = fields.Char(compute="_compute_symbol")
    decimals = fields.Integer(
        required=True, default=0, help="Decimals of the smallest amount that exists."
    )
    bucket_order = fields.Char(
        required=True,
        default="points",
        help="Kinds of lots in the order in which a debit draws on them, separated by "
        "commas; within one kind what expires first goes first.",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "Another unit has this code.")
    _currency_unique = models.UniqueIndex(
        "(currency_id) WHERE currency_id IS NOT NULL",
        "There is one unit per currency.",
    )
    _decimals_range = models.Constraint(
        "CHECK (decimals BETWEEN 0 AND 6)", "A unit has between 0 and 6 decimals."
    )
    _money_has_currency = models.Constraint(
        "CHECK ((kind = 'money') = (currency_id IS NOT NULL))",
        "A unit of money names its currency; no other unit does.",
    )

    # === COMPUTE METHODS === #
    @api.depends("kind", "code", "currency_id.symbol")
    def _compute_symbol(self):
        for unit in self:
            unit.symbol = unit.currency_id.symbol or unit.name

    # === CONSTRAINT METHODS === #
    @api.constrains("decimals", "currency_id", "kind")
    def _check_unit_is_unused(self):
        Account = self.env["membership.account"].sudo().with_context(active_test=False)
        used = Account.search(
            [("unit_id", "in", self.ids), ("last_number", ">", 0)], limit=1
        )
        if used:
            raise ValidationError(
                self.env._(
                    "%(unit)s has entries: its kind, currency and decimals stay as "
                    "they are.",
                    unit=used.unit_id.name,
                )
            )

    # === CRUD METHODS === #
    def write(self, vals):
        """Units are remembered by every worker: tell them."""
        self.env.registry.clear_cache()
        return super().write(vals)

    # === BUSINESS METHODS === #
    @ormcache("self.id")
    def _get_facts(self):
        """What verbs need of this unit, without a query once it is known."""
        unit = self.sudo()
        order = tuple(name.strip() for name in unit.bucket_order.split(","))
        return UnitFacts(unit.kind, unit.currency_id.id, unit.decimals, order)

    @api.model
    def _for_currency(self, currency):
        """The unit of money in ``currency``; made when it is first needed."""
        unit = self.sudo().with_context(active_test=False)
        unit = unit.search([("currency_id", "=", currency.id)], limit=1)
        return unit or self.sudo()._create_for(currency)

    def _create_for(self, currency):
        """A unit for ``currency``, called as people call it in their languages."""
        unit = self.create(
            {
                "name": currency.full_name or currency.name,
                "code": currency.name,
                "kind": "money",
                "currency_id": currency.id,
                "decimals": currency.decimal_places,
                "bucket_order": "principal,bonus",
            }
        )
        for code, _name in self.env["res.lang"].get_installed():
            locale = babel_locale_parse(code)
            if (name := locale.currencies.get(currency.name)) and code != "en_US":
                unit.with_context(lang=code).name = name
        return unit

    def _to_decimal(self, amount):
        """``amount`` exactly, on this unit's grid (see :func:`..amount.to_decimal`).

        :raises ValidationError: if it is no number or too fine for the unit
        """
        try:
            return to_decimal(amount, self._get_facts().decimals)
        except ValueError:
            raise ValidationError(
                self.env._(
                    "%(amount)s is no amount in %(unit)s: it has at most %(decimals)s "
                    "decimals.",
                    amount=amount,
                    unit=self.name,
                    decimals=self.decimals,
                )
            ) from None

    def _format(self, amount):
        """``amount`` for people: with the unit's decimals and its symbol."""
        self.ensure_one()
        if self.currency_id:
            return self.currency_id.format(float(amount))
        number = self.env["ir.qweb.field.float"].value_to_html(
            float(amount), {"precision": self.decimals}
        )
        return f"{number} {self.name}"
