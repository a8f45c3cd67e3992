from odoo import fields, models

from ..const import HOLDER_KINDS


class MembershipMember(models.Model):
    """Accounts that several people draw on: their payments pass one at a time."""

    _inherit = "membership.member"

    is_sharing = fields.Boolean(
        string="Shared",
        readonly=True,
        copy=False,
        help="Others carry cards that draw on the accounts of this member.",
    )

    # === BUSINESS METHODS === #
    def _get_held_cards(self):
        """Cards that others carry on these members' accounts and that are not over."""
        return self.card_ids.filtered(
            lambda card: (
                card.type_id._get_kind() in HOLDER_KINDS
                and card.state not in ("draft", "cancelled")
            )
        )

    def _update_sharing(self):
        """Tell accounts whether payments on them have to pass the gate."""
        for member in self:
            is_sharing = bool(member._get_held_cards())
            if member.is_sharing != is_sharing:
                member.is_sharing = is_sharing
            for account in member.account_ids:
                is_shared = is_sharing or account._has_other_drawers()
                if account.is_shared != is_shared:
                    account.is_shared = is_shared
