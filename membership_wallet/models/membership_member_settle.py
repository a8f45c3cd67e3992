from odoo import models


class MembershipMember(models.Model):
    """Ending a membership: what is left is paid out or forfeited, never forgotten."""

    _inherit = "membership.member"

    # === HOOKS === #
    def _get_left_texts(self):
        """Adds the money on each wallet of this member."""
        texts = super()._get_left_texts()
        for account in self._get_money_accounts():
            bonus = account._get_bonus_left()
            money = account.unit_id._format(account.balance)
            texts.append(
                self.env._(
                    "Stored value: %(money)s, of which bonus %(bonus)s",
                    money=money,
                    bonus=account.unit_id._format(bonus),
                )
                if bonus
                else self.env._("Stored value: %(money)s", money=money)
            )
        return texts

    def _settle(self, reason=None, how=None):
        """Adds money: paid out or forfeited as chosen; refused if nobody chose.

        :param dict how: ``money``: pay_out or forfeit; ``method``: top-up method by
            which it is paid out
        """
        result = super()._settle(reason, how)
        how = how or {}
        for member in self:
            for account in member._get_money_accounts():
                account._settle_money(how.get("money"), how.get("method"), reason)
        return result

    # === HELPERS === #
    def _get_money_accounts(self):
        """This member's own accounts of money that are not empty."""
        accounts = self.sudo().account_ids
        return accounts.filtered(
            lambda account: account.unit_kind == "money" and account.balance
        )
