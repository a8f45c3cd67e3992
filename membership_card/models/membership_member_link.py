from odoo import api, fields, models
from odoo.tools import SQL


class MembershipMember(models.Model):
    """Members who draw on accounts of others, as linked members do."""

    _inherit = "membership.member"

    is_linked = fields.Boolean(
        string="Linked",
        readonly=True,
        copy=False,
        help="Draws on balances of another member.",
    )
    link_ids = fields.One2many("membership.link", "linked_id", string="Linked To")

    # === BUSINESS METHODS === #
    def _get_links(self, side):
        """Active links of these members, in sudo.

        :param side: member_id (they own the accounts) or linked_id (they draw on them)
        """
        Link = self.env["membership.link"].sudo()
        return Link.search([(side, "in", self.ids), ("state", "=", "active")])

    def _get_account(self, unit, create=True):
        """A linked member's account is the one that is shared with him."""
        self.ensure_one()
        if self.sudo().is_linked and (shared := self._find_shared(unit)):
            return shared
        return super()._get_account(unit, create)

    def _pick_account(self, unit):
        """A linked member's account is the one that is shared with him."""
        if self.sudo().is_linked and (shared := self._find_shared(unit)):
            return shared
        return super()._pick_account(unit)

    def _get_drawn_accounts(self):
        """All accounts that these members draw on: shared ones instead of their own."""
        members = self.sudo()
        own = members.account_ids
        linked = members.filtered("is_linked")
        if not linked:
            return own
        Account = self.env["membership.account"].sudo()
        shared = Account.search([("drawer_ids", "in", linked.ids)])
        replaced = own.filtered(
            lambda account: (
                account.member_id in linked
                and shared.filtered(
                    lambda other: (
                        account.member_id in other.drawer_ids
                        and other.unit_id == account.unit_id
                    )
                )
            )
        )
        return own - replaced | shared

    def _close(self, reason, outlet, how):
        """Whoever leaves shares nothing any more."""
        links = self._get_links("member_id") | self._get_links("linked_id")
        links._end(reason or self.env._("Membership closed"))
        return super()._close(reason, outlet, how)

    # === HELPERS === #
    def _find_shared(self, unit):
        """The account of another member that this one draws on in ``unit``."""
        domain = [("drawer_ids", "in", self.ids), ("unit_id", "=", unit.id)]
        return self.env["membership.account"].sudo().search(domain, limit=1)

    @api.model
    def _get_drawn_sql(self, member_ids):
        """Query of (member_id, account_id): on which accounts these members draw."""
        return SQL(
            """
            SELECT drawer.member_id, drawer.account_id
            FROM membership_account_drawer drawer WHERE drawer.member_id = ANY(%(ids)s)
            UNION ALL
            SELECT own.member_id, own.id FROM membership_account own
            WHERE own.member_id = ANY(%(ids)s) AND NOT EXISTS (
                SELECT FROM membership_account_drawer drawer
                JOIN membership_account shared ON shared.id = drawer.account_id
                WHERE drawer.member_id = own.member_id
                  AND shared.unit_id = own.unit_id)
            """,
            ids=list(member_ids),
        )
