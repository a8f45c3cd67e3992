from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import WINDOW_MINUTES, WRONG_CODES


class MembershipGiftLookup(models.Model):
    """Who asked for which gift card; too many wrong codes lock the door for a while."""

    _name = "membership.gift.lookup"
    _inherit = "membership.append.only"
    _description = "Gift Card Look-up"
    _order = "id desc"
    _rec_name = "date"

    date = fields.Datetime(required=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    card_id = fields.Many2one(
        "membership.gift.card", index="btree_not_null", ondelete="restrict"
    )
    is_found = fields.Boolean(string="Found")
    channel = fields.Char(help="Where the question was asked.")

    _wrong_index = models.Index("(user_id, date) WHERE is_found IS NOT TRUE")

    # === BUSINESS METHODS === #
    @api.model
    def _look_up(self, code, company, channel):
        """The card with this code, noted; empty if there is none.

        The caller must not raise because nothing was found: the request would be
        undone, and with it what counts wrong codes.

        :raises UserError: after too many wrong codes
        """
        since = fields.Datetime.subtract(fields.Datetime.now(), minutes=WINDOW_MINUTES)
        wrong = self.sudo().search_count(
            [
                ("user_id", "=", self.env.uid),
                ("is_found", "!=", True),
                ("date", ">", since),
            ],
            limit=WRONG_CODES,
        )
        if wrong >= WRONG_CODES:
            raise UserError(
                self.env._(
                    "Too many codes were wrong. Wait %(minutes)s minutes and scan the "
                    "card instead of typing.",
                    minutes=WINDOW_MINUTES,
                )
            )
        card = self.env["membership.gift.card"].sudo()._find_by_code(code, company)
        self.env.cr.execute(
            "INSERT INTO membership_gift_lookup "
            "(date, user_id, card_id, is_found, channel) VALUES (%s, %s, %s, %s, %s)",
            [
                self._get_posting_time(),
                self.env.uid,
                card.id or None,
                bool(card),
                channel,
            ],
        )
        return card
