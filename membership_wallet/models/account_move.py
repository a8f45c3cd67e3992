from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class AccountMove(models.Model):
    """Journal entries that book stored value: shown, and kept as they are."""

    _inherit = "account.move"

    membership_entry_count = fields.Integer(
        string="Stored Value", compute="_compute_membership_entry_count"
    )

    # === COMPUTE METHODS === #
    @api.depends("state")
    def _compute_membership_entry_count(self):
        entry_ids = self._get_membership_entry_ids()
        for move in self:
            move.membership_entry_count = len(entry_ids.get(move.id, ()))

    # === ACTION METHODS === #
    def action_view_membership_entries(self):
        """Open the ledger entries that this journal entry books."""
        self.ensure_one()
        entry_ids = self._get_membership_entry_ids().get(self.id, [])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stored Value"),
            "res_model": "membership.entry",
            "view_mode": "list,form",
            "domain": [("id", "in", entry_ids)],
        }

    # === BUSINESS METHODS === #
    def _check_draftable(self):
        """A wallet cannot be taken back by taking its booking back."""
        self._check_books_no_stored_value()
        return super()._check_draftable()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """A reversal would change the liability without any wallet."""
        self.filtered(
            lambda move: move.move_type == "entry"
        )._check_books_no_stored_value()
        return super()._reverse_moves(default_values_list, cancel)

    # === HELPERS === #
    def _check_books_no_stored_value(self):
        booked = self._get_membership_entry_ids()
        for move in self:
            if move.id in booked:
                raise UserError(
                    self.env._(
                        "%(move)s books stored value of members and stays as it is: "
                        "pay the top-up back or adjust the wallet instead.",
                        move=move.name,
                    )
                )

    def _get_membership_entry_ids(self):
        """{move id: ids of the ledger entries it books}."""
        if not self.ids:
            return {}
        self.env["membership.topup"].flush_model(["move_id", "bonus_move_id"])
        self.env.cr.execute(
            SQL(
                "SELECT move_id, array_agg(entry_id) FROM (%s) booked "
                "WHERE move_id = ANY(%s) GROUP BY move_id",
                self.env["membership.wallet.booking"]._get_booked_sql(),
                self.ids,
            )
        )
        return dict(self.env.cr.fetchall())
