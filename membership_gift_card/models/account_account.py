from odoo import models
from odoo.exceptions import UserError


class AccountAccount(models.Model):
    _inherit = "account.account"

    def _check_gift_settled(self):
        """Raise if other companies owe, or are owed, something on these accounts."""
        line = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("account_id", "in", self.ids),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                ],
                limit=1,
            )
        )
        if line:
            raise UserError(
                self.env._(
                    "What is booked on %(account)s is not settled yet: settle and "
                    "reconcile it before another account takes its place.",
                    account=line.account_id.display_name,
                )
            )
