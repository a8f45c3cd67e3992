from odoo import api, fields, models
from odoo.tools import SQL


class MembershipEntry(models.Model):
    _inherit = "membership.entry"

    # Not stored: the ledger's rows are never updated.
    move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        compute="_compute_move_id",
        compute_sudo=True,
        help="What books this entry. Empty: points, or a till whose session is open.",
    )

    # The nightly booking looks for expired stored value only.
    _expire_index = models.Index("(account_id) WHERE kind = 'expire'")

    @api.depends("origin_model", "origin_id")
    def _compute_move_id(self):
        booked = self.env["membership.wallet.booking"]._get_booked_sql()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT entry_id, move_id FROM (%s) booked WHERE entry_id = ANY(%s)",
                booked,
                self.ids,
            )
        )
        moves = dict(self.env.cr.fetchall())
        for entry in self:
            entry.move_id = moves.get(entry.id)

    def action_view_move(self):
        """Open the journal entry, with the user's own rights."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "view_mode": "form",
            "res_id": self.move_id.id,
        }
