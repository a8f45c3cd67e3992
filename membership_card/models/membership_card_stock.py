from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class MembershipCardStock(models.Model):
    """A blank, numbered member card that lies at an outlet."""

    _name = "membership.card.stock"
    _description = "Blank Card"
    _order = "type_id, position"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True)
    position = fields.Integer(
        required=True, readonly=True, help="Running number within the card type."
    )
    type_id = fields.Many2one(
        "membership.card.type", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    outlet_id = fields.Many2one(
        "membership.outlet", required=True, readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("in_stock", "In Stock"),
            ("issued", "Issued"),
            ("spoiled", "Spoiled"),
            ("missing", "Not Found"),
        ],
        required=True,
        readonly=True,
        default="in_stock",
    )
    card_id = fields.Many2one("membership.card", readonly=True, ondelete="restrict")

    _number_unique = models.UniqueIndex(
        "(company_id, number)", "This number is in stock already."
    )
    _stock_index = models.Index(
        "(type_id, outlet_id, position) WHERE state = 'in_stock'"
    )

    # === BUSINESS METHODS === #
    @api.model
    def _take(self, card_type, outlet, taken=()):
        """The number of the next blank of this type at this outlet, reserved for us.

        A blank that another till is just taking is passed over, so that nobody waits.

        :param taken: numbers that are spoken for already
        :raises UserError: if the outlet has none
        """
        self.env.cr.execute(
            SQL(
                "SELECT number FROM membership_card_stock WHERE type_id = %s "
                "AND outlet_id = %s AND state = 'in_stock' AND number <> ALL(%s) "
                "ORDER BY position LIMIT 1 FOR UPDATE SKIP LOCKED",
                card_type.id,
                outlet.id,
                list(taken),
            )
        )
        row = self.env.cr.fetchone()
        if not row:
            raise UserError(
                self.env._(
                    "%(outlet)s has no blank cards of type %(type)s: receive some, or "
                    "have them sent.",
                    outlet=outlet.display_name,
                    type=card_type.name,
                )
            )
        return row[0]

    @api.model
    def _reserve(self, card_type, number):
        """Wait for whoever else takes the blank with this number.

        If he gets it, Odoo repeats what we do, and we hear whose card it is. Without
        this the unique index of numbers would end our request, saying nothing.
        """
        self.env.cr.execute(
            SQL(
                "SELECT FROM membership_card_stock WHERE company_id = %s "
                "AND number = %s FOR UPDATE",
                card_type.company_id.id,
                number,
            )
        )

    @api.model
    def _issue(self, cards):
        """Take the blanks out of stock that became these cards.

        :raises UserError: if a type takes its numbers from stock and this is none of
            its outlet's
        """
        cards.flush_recordset()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE membership_card_stock stock
                SET state = 'issued', card_id = card.id,
                    write_uid = %(uid)s, write_date = %(now)s
                FROM membership_card card
                WHERE card.id = ANY(%(cards)s)
                  AND stock.company_id = card.company_id AND stock.number = card.number
                  AND stock.outlet_id = card.outlet_id AND stock.state = 'in_stock'
                RETURNING stock.id, card.id
                """,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                cards=cards.ids,
            )
        )
        rows = self.env.cr.fetchall()
        self.invalidate_model(flush=False)
        issued = {card_id for _stock_id, card_id in rows}
        for card in cards:
            if card.id not in issued:
                self._check_not_from_stock(card)

    def _check_not_from_stock(self, card):
        domain = [("company_id", "=", card.company_id.id), ("number", "=", card.number)]
        blank = self.sudo().search(domain, limit=1)
        if blank:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Blank card %(number)s is not in stock at %(outlet)s (%(state)s "
                    "at %(other)s): transfer it first, or take another.",
                    number=card.number,
                    outlet=card.outlet_id.display_name,
                    state=states[blank.state].lower(),
                    other=blank.outlet_id.display_name,
                )
            )
        if card.type_id.sudo().number_source == "stock":
            raise UserError(
                self.env._(
                    "%(number)s is no blank card of ours: cards of type %(type)s take "
                    "their numbers from stock.",
                    number=card.number,
                    type=card.type_id.name,
                )
            )
