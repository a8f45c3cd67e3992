from odoo import api, fields, models
from odoo.exceptions import UserError

MOST = 10000


class MembershipGiftReceive(models.TransientModel):
    """Take numbered blanks into stock: those we number, or a range from a printer."""

    _name = "membership.gift.receive"
    _description = "Receive Gift Cards"

    type_id = fields.Many2one(
        "membership.gift.type",
        required=True,
        domain="[('company_id', 'parent_of', company_id)]",
        help="Blanks come to the company that issues the cards; it hands them on.",
    )
    company_id = fields.Many2one(related="outlet_id.company_id")
    number_example = fields.Char(related="type_id.number_example")
    protection = fields.Selection(related="type_id.protection")
    outlet_id = fields.Many2one(
        "membership.outlet",
        required=True,
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )
    source = fields.Selection(
        [("new", "New numbers"), ("range", "A range of numbers")],
        required=True,
        default="new",
    )
    quantity = fields.Integer(default=100)
    first = fields.Char(string="First Number")
    last = fields.Char(string="Last Number")
    codes = fields.Text(
        help="If the printer has printed codes: one line per card, number and code "
        "with a blank between. Empty: new codes, for printing."
    )

    # === DEFAULTS === #
    @api.model
    def default_get(self, fields_list):
        """With one type of gift card there is nothing to choose."""
        values = super().default_get(fields_list)
        types = self.env["membership.gift.type"].search(
            [("company_id", "=", self.env.company.root_id.id)], limit=2
        )
        if len(types) == 1 and "type_id" in fields_list:
            values.setdefault("type_id", types.id)
        return values

    # === ACTION METHODS === #
    def action_confirm(self):
        """Receive and show the new cards."""
        self.ensure_one()
        self.env["membership.gift.card"]._check_may_serve()
        self.type_id.check_access("read")
        self.outlet_id.check_access("read")
        self.outlet_id._check_in_scope()
        numbers = self._get_numbers()
        if not 0 < len(numbers) <= MOST:
            raise UserError(
                self.env._("Receive 1 to %(most)s cards at once.", most=MOST)
            )
        codes = self._parse_codes()
        if strangers := sorted(codes.keys() - set(numbers)):
            raise UserError(
                self.env._(
                    "The list of codes names %(number)s, which is none of the cards "
                    "received: check the range.",
                    number=strangers[0],
                )
            )
        cards = (
            self.env["membership.gift.card"]
            .sudo()
            ._receive(self.type_id.sudo(), self.outlet_id, numbers, codes)
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Received"),
            "res_model": "membership.gift.card",
            "view_mode": "list,form",
            "domain": [("id", "in", cards.ids)],
        }

    # === HELPERS === #
    def _get_numbers(self):
        gift_type = self.type_id.sudo()
        if self.source == "range":
            return gift_type._get_range(
                (self.first or "").strip(), (self.last or "").strip(), MOST
            )
        if not 0 < self.quantity <= MOST:
            return []
        return gift_type._next_numbers(self.quantity)

    def _parse_codes(self):
        """{number: code} from the printer's list."""
        codes = {}
        for line in (self.codes or "").splitlines():
            parts = line.replace(";", " ").replace(",", " ").split()
            if not parts:
                continue
            if len(parts) != 2:
                raise UserError(
                    self.env._("“%(line)s” is not a number and a code.", line=line)
                )
            number, code = parts
            if number in codes:
                raise UserError(
                    self.env._("Card %(number)s is listed twice.", number=number)
                )
            codes[number] = code
        return codes
