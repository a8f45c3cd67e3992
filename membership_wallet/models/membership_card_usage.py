from odoo import fields, models


class MembershipCardUsage(models.Model):
    """Which payments a card with limits made on which day; amounts are the ledger's.

    Only cards with a limit leave rows here, so that everybody else's payments cost
    nothing more, and a day's sum never grows with history.
    """

    _name = "membership.card.usage"
    _inherit = "membership.seen"
    _seen_by = ("card_id",)
    _description = "Payments of a Card with Limits"
    _log_access = False
    _rec_name = "key"

    card_id = fields.Many2one(
        "membership.card", required=True, readonly=True, ondelete="restrict"
    )
    account_id = fields.Many2one(
        "membership.account", required=True, readonly=True, ondelete="restrict"
    )
    key = fields.Char(required=True, readonly=True)
    day = fields.Date(required=True, readonly=True)

    _key_unique = models.UniqueIndex("(account_id, key)", "This payment is noted.")
    _day_index = models.Index("(card_id, day)")
