from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..const import CHANGEABLE

# Written by its acts only.
GUARDED = frozenset(
    (
        "state",
        "replaced_by_id",
        "issued_on",
        "valid_until",
        "loss_kind",
        "loss_lapses_at",
    )
)
# Of a card in use; another barcode leaves its own trace.
ISSUED = frozenset(("number", "member_id", "type_id", "company_id", *CHANGEABLE)) - {
    "barcode"
}


class MembershipCard(models.Model):
    """A credential that a person carries; money and points are on the member."""

    _name = "membership.card"
    _inherit = ["membership.guarded", "membership.naming", "membership.seen"]
    _names_people = True  # see membership.naming
    _description = "Membership Card"
    _order = "id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "barcode"]
    _check_company_auto = True

    number = fields.Char(
        required=True,
        copy=False,
        help="As printed. Empty: the next number of the card type.",
    )
    barcode = fields.Char(
        required=True,
        copy=False,
        help="What a scanner reads; usually the number. A magnetic or RFID number can "
        "stand here instead.",
    )
    type_id = fields.Many2one(
        "membership.card.type",
        required=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_type_id(),
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.root_id,
    )
    member_id = fields.Many2one(
        "membership.member", index=True, ondelete="restrict", check_company=True
    )
    holder_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        help="Who carries the card; empty: the member.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("active", "Active"),
            ("lost", "Lost"),
            ("frozen", "Frozen"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    issued_on = fields.Date(readonly=True, copy=False)
    valid_until = fields.Date(
        readonly=True, copy=False, help="The last day on which the card works."
    )
    outlet_id = fields.Many2one(
        "membership.outlet",
        index="btree_not_null",
        ondelete="restrict",
        help="Where the card was issued.",
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )
    replaced_by_id = fields.Many2one(
        "membership.card", readonly=True, copy=False, ondelete="restrict"
    )
    replaces_ids = fields.One2many("membership.card", "replaced_by_id")
    event_ids = fields.One2many("membership.card.event", "card_id")
    level_id = fields.Many2one(related="member_id.level_id")
    level_color = fields.Char(related="member_id.level_id.color", string="Level Colour")

    _number_unique = models.UniqueIndex(
        "(company_id, number)", "Another card has this number."
    )
    _barcode_unique = models.UniqueIndex(
        "(company_id, barcode)", "Another card has this barcode."
    )
    _expiry_index = models.Index(
        "(valid_until) WHERE state = 'active' AND valid_until IS NOT NULL"
    )

    # === DEFAULTS === #
    def _default_type_id(self):
        return self.env["membership.card.type"].search(
            [
                ("company_id", "=", self.env.company.root_id.id),
                ("kind", "=", "personal"),
            ],
            limit=1,
        )

    # === CONSTRAINT METHODS === #
    @api.constrains("number", "barcode", "company_id")
    def _check_codes_differ(self):
        """No card's barcode is another card's number: a scan means one card."""
        for company, cards in self.grouped("company_id").items():
            self._check_codes_free(
                {*cards.mapped("number"), *cards.mapped("barcode")},
                company.id,
                cards.ids,
            )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Cards start as drafts; the type numbers those that bring no number."""
        Type = self.env["membership.card.type"]
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise UserError(self.env._("A card starts as a draft: activate it."))
            if not vals.get("number"):
                type_id = vals.get("type_id") or self._default_type_id().id
                vals["number"] = Type.browse(type_id).sudo()._next_numbers(1)[0]
            vals["number"] = vals["number"].strip()
            vals["barcode"] = (vals.get("barcode") or vals["number"]).strip()
        # Before the INSERT: the unique index would not say whose card it is.
        root_id = self.env.company.root_id.id
        for company_id in {vals.get("company_id", root_id) for vals in vals_list}:
            mine = [v for v in vals_list if v.get("company_id", root_id) == company_id]
            codes = {v[name] for v in mine for name in ("number", "barcode")}
            self._check_codes_free(codes, company_id, [])
        return super().create(vals_list)

    def write(self, vals):
        """Another barcode leaves its trace."""
        old_codes = (
            {card.id: card.barcode for card in self} if "barcode" in vals else {}
        )
        result = super().write(vals)
        for card in self:
            if old_codes.get(card.id, card.barcode) != card.barcode:
                change = f"{old_codes[card.id]} → {card.barcode}"
                card._log_event("recode", {card.id: card.state}, change)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for card in self:
            if card.state != "draft" or card.event_ids:
                raise UserError(
                    self.env._(
                        "Card %(number)s was used and stays on file: cancel it "
                        "instead.",
                        number=card.number,
                    )
                )

    # === BUSINESS METHODS === #
    def _check_can_edit(self, vals):
        """What identifies a card changes by its acts, never by editing a field."""
        is_issued = any(card.state != "draft" for card in self)
        if GUARDED & vals.keys() or (is_issued and ISSUED & vals.keys()):
            raise UserError(self.env._("A card in use changes by its buttons only."))

    @api.model
    def _find_by_code(self, code, company):
        """The card with this barcode or number, whatever its state; empty if none.

        :param company: ``res.company``; cards belong to its main company
        """
        code = (code or "").strip()
        if not code:
            return self.browse()
        self.flush_model(["number", "barcode", "company_id"])
        self.env.cr.execute(
            SQL(
                "SELECT id FROM membership_card "
                "WHERE company_id = %(company)s AND barcode = %(code)s "
                "UNION SELECT id FROM membership_card "
                "WHERE company_id = %(company)s AND number = %(code)s LIMIT 1",
                company=company._get_membership_root().id,
                code=code,
            )
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())

    @api.model
    def _take_or_create(self, vals):
        """The blank card with the number of ``vals``, or a new one.

        A blank card is a draft of the same type that belongs to nobody yet.

        :param dict vals: as for ``create``, with member_id, type_id and company_id
        :raises ValidationError: if the number is a card's that is no such blank
        """
        number = (vals.get("number") or "").strip()
        blank = number and self.search(
            [
                ("number", "=", number),
                ("company_id", "=", vals["company_id"]),
                ("type_id", "=", vals["type_id"]),
                ("member_id", "=", False),
                ("state", "=", "draft"),
            ],
            limit=1,
        )
        if not blank:
            return self.create(vals)
        codes = ("number", "barcode")
        blank.write({name: vals[name] for name in vals if name not in codes})
        return blank

    # === HELPERS === #
    @api.model
    def _check_codes_free(self, codes, company_id, own_ids):
        """Raise if one of these codes means another card already, naming its member."""
        self.env.cr.execute(
            SQL(
                "SELECT id FROM membership_card WHERE company_id = %(company)s "
                "AND number = ANY(%(codes)s) AND id <> ALL(%(own)s) "
                "UNION SELECT id FROM membership_card WHERE company_id = %(company)s "
                "AND barcode = ANY(%(codes)s) AND id <> ALL(%(own)s) LIMIT 1",
                company=company_id,
                codes=list(codes),
                own=list(own_ids),
            )
        )
        if row := self.env.cr.fetchone():
            card = self.browse(row[0]).sudo()
            raise ValidationError(
                self.env._(
                    "Card %(number)s exists already and belongs to %(member)s.",
                    number=card.number,
                    member=card.member_id.display_name or self.env._("no member yet"),
                )
            )
