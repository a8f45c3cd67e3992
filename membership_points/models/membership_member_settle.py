from odoo import models


class MembershipMember(models.Model):
    """Ending a membership: points are forfeited, with an entry that says so."""

    _inherit = "membership.member"

    # === HOOKS === #
    def _get_left_texts(self):
        """Adds the points, which are forfeited."""
        texts = super()._get_left_texts()
        for account in self._get_points_left():
            texts.append(
                self.env._(
                    "Points: %(points)s, which are forfeited",
                    points=account.unit_id._write_amount(account.balance),
                )
            )
        return texts

    def _settle(self, reason=None, how=None):
        """Adds points: what is left is forfeited, what is owed is let go."""
        result = super()._settle(reason, how)
        for account in self._get_points_left():
            balance = account._get_exact("balance")
            account._post(
                -balance,
                "settle",
                f"settle:{account.last_number}",
                reason=reason or self.env._("Membership closed"),
            )
        return result

    # === HELPERS === #
    def _get_points_left(self):
        """Points accounts of these members that are not empty."""
        accounts = self.sudo().account_ids
        return accounts.filtered(
            lambda account: account.unit_kind == "points" and account.balance
        )
