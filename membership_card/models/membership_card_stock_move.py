from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# More in one step would keep the form waiting.
LARGEST = 10000

# What a move makes of blanks in stock.
TARGETS = {"spoil": "spoiled", "lose": "missing"}


class MembershipCardStockMove(models.Model):
    """What happened to blank cards: received, transferred, spoiled, lost, counted."""

    _name = "membership.card.stock.move"
    _inherit = ["membership.guarded"]
    _description = "Move of Blank Cards"
    _order = "id desc"
    _rec_name = "number_from"
    _check_company_auto = True

    _by_acts = frozenset(("state", "user_id", "date", "expected", "difference"))

    kind = fields.Selection(
        [
            ("receive", "Receive"),
            ("transfer", "Transfer"),
            ("spoil", "Spoiled"),
            ("lose", "Not Found"),
            ("count", "Count"),
        ],
        required=True,
        default="receive",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company.root_id
    )
    type_id = fields.Many2one(
        "membership.card.type",
        string="Card Type",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', '=', company_id), ('number_source', '=', 'stock')]",
        default=lambda self: self._default_type_id(),
    )
    outlet_id = fields.Many2one(
        "membership.outlet",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )
    outlet_to_id = fields.Many2one(
        "membership.outlet", string="To Outlet", ondelete="restrict"
    )
    number_from = fields.Char(string="First Number")
    number_to = fields.Char(string="Last Number")
    quantity = fields.Integer(compute="_compute_quantity", store=True)
    expected = fields.Integer(readonly=True, help="In stock when it was counted.")
    counted = fields.Integer()
    difference = fields.Integer(
        compute="_compute_difference", store=True, help="Counted less expected."
    )
    reason = fields.Char()
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    user_id = fields.Many2one("res.users", string="Done By", readonly=True, copy=False)
    date = fields.Datetime(string="Done On", readonly=True, copy=False)

    # === DEFAULTS === #
    def _default_type_id(self):
        domain = [
            ("company_id", "=", self.env.company.root_id.id),
            ("number_source", "=", "stock"),
        ]
        return self.env["membership.card.type"].search(domain, limit=1)

    # === COMPUTE METHODS === #
    @api.depends("type_id", "number_from", "number_to", "kind")
    def _compute_quantity(self):
        for move in self:
            positions = move._get_positions()
            move.quantity = positions[1] - positions[0] + 1 if positions else 0

    @api.depends("kind", "expected", "counted", "state")
    def _compute_difference(self):
        for move in self:
            is_counted = move.kind == "count" and move.state == "done"
            move.difference = move.counted - move.expected if is_counted else 0

    # === CRUD METHODS === #
    def _check_can_edit(self, vals):
        """What is done is done: another move corrects it."""
        result = super()._check_can_edit(vals)
        if not self.env.su and any(move.state == "done" for move in self):
            raise UserError(
                self.env._("A move that is done stays as it is: make another one.")
            )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if self.filtered(lambda move: move.state == "done"):
            raise UserError(self.env._("A move that is done stays on file."))

    # === ACTION METHODS === #
    def action_done(self):
        """Do what this move says."""
        self.check_access("write")
        for move in self:
            (move.outlet_id | move.outlet_to_id)._check_in_scope()
            if move.state == "done":
                raise UserError(self.env._("This move is done already."))
            getattr(move.sudo(), f"_do_{move.kind}")()
            move.sudo().write(
                {
                    "state": "done",
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                }
            )

    # === BUSINESS METHODS === #
    def _do_receive(self):
        """New blanks: numbers of the type that mean nothing yet."""
        first, last = self._require_positions()
        pattern = self.type_id._get_pattern()
        numbers = [pattern.number(position) for position in range(first, last + 1)]
        self.env["membership.card"].flush_model(["number", "barcode"])
        self.env.cr.execute(self.type_id._get_taken_sql(numbers))
        if taken := sorted(row[0] for row in self.env.cr.fetchall()):
            raise UserError(
                self.env._(
                    "%(number)s exists already (%(count)s numbers of this range do): "
                    "check the range.",
                    number=taken[0],
                    count=len(taken),
                )
            )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_card_stock (number, position, type_id,
                    company_id, outlet_id, state, create_uid, create_date, write_uid,
                    write_date)
                SELECT number, position, %(type)s, %(company)s, %(outlet)s, 'in_stock',
                    %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM unnest(%(numbers)s::text[], %(positions)s::integer[])
                    AS row (number, position)
                """,
                type=self.type_id.id,
                company=self.company_id.id,
                outlet=self.outlet_id.id,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                numbers=numbers,
                positions=list(range(first, last + 1)),
            )
        )
        self.env["membership.card.stock"].invalidate_model(flush=False)

    def _do_transfer(self):
        """Blanks lie at another outlet from now on."""
        if not self.outlet_to_id or self.outlet_to_id == self.outlet_id:
            raise UserError(self.env._("Choose the outlet that gets the cards."))
        self._move_range({"outlet_id": self.outlet_to_id.id})

    def _do_spoil(self):
        """Blanks that can never be issued."""
        self._require_reason()
        self._move_range({"state": TARGETS["spoil"]})

    def _do_lose(self):
        """Blanks that cannot be found; nobody can issue them any more."""
        self._require_reason()
        self._move_range({"state": TARGETS["lose"]})

    def _do_count(self):
        """What was counted, against what should be there."""
        self.expected = self.env["membership.card.stock"].search_count(
            self._get_stock_domain()
        )
        if self.counted != self.expected:
            self._require_reason(
                self.env._(
                    "%(expected)s should be there, %(counted)s were counted: say why. "
                    "Numbers that are gone are booked as missing.",
                    expected=self.expected,
                    counted=self.counted,
                )
            )

    def _move_range(self, vals):
        """Change all blanks of the range, or none.

        :raises UserError: naming the first number that is not in stock here
        """
        first, last = self._require_positions()
        blanks = self.env["membership.card.stock"].search(
            [
                *self._get_stock_domain(),
                ("position", ">=", first),
                ("position", "<=", last),
            ]
        )
        if len(blanks) != last - first + 1:
            there = set(blanks.mapped("position"))
            gap = next(p for p in range(first, last + 1) if p not in there)
            raise UserError(
                self.env._(
                    "Blank card %(number)s is not in stock at %(outlet)s: only whole "
                    "ranges are moved.",
                    number=self.type_id._get_pattern().number(gap),
                    outlet=self.outlet_id.display_name,
                )
            )
        blanks.write(vals)

    # === HELPERS === #
    def _get_stock_domain(self):
        return [
            ("type_id", "=", self.type_id.id),
            ("outlet_id", "=", self.outlet_id.id),
            ("state", "=", "in_stock"),
        ]

    def _get_positions(self):
        """(first, last) running number of the range; None if it is none."""
        if not self.type_id or not self.number_from or self.kind == "count":
            return None
        first = self.number_from.strip()
        last = (self.number_to or first).strip()
        return self.type_id.sudo()._get_pattern().positions(first, last)

    def _require_positions(self):
        positions = self._get_positions()
        if not positions:
            raise UserError(
                self.env._(
                    "%(first)s – %(last)s is no range of numbers of type %(type)s, "
                    "such as %(example)s: scan the first and the last card.",
                    first=self.number_from or "?",
                    last=self.number_to or self.number_from or "?",
                    type=self.type_id.name,
                    example=self.type_id.number_example,
                )
            )
        if positions[1] - positions[0] >= LARGEST:
            raise UserError(
                self.env._(
                    "Move at most %(largest)s cards in one step: split the range.",
                    largest=LARGEST,
                )
            )
        return positions

    def _require_reason(self, sentence=None):
        if not (self.reason or "").strip():
            raise UserError(sentence or self.env._("Say why, and who was there."))
