from odoo import api, fields, models
from odoo.tools import SQL

# Entries by which a member shows up; what the system posts alone is no sign of life.
LIVELY_KINDS = ("topup", "spend", "redeem")


class MembershipMember(models.Model):
    """Dormant members: out of the way, not out of the books; one touch wakes them.

    No state: a dormant member may do everything, and by doing it he wakes.
    """

    _inherit = "membership.member"

    last_seen_on = fields.Date(
        readonly=True,
        copy=False,
        help="The last day on which the member bought, topped up or showed a card.",
    )
    dormant_since = fields.Date(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Retired from lists; a purchase, a top-up or a scanned card wakes.",
    )

    # === ACTION METHODS === #
    def action_wake(self):
        """Let these members count among the others again."""
        self.check_access("write")
        self._touch()

    # === BUSINESS METHODS === #
    def _touch(self):
        """These members are here today: note it, and wake those who were dormant.

        Asks the database only for members who were not seen today.
        """
        today = fields.Date.context_today(self)
        new = self.sudo().filtered(
            lambda member: member.last_seen_on != today or member.dormant_since
        )
        if not new:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE membership_member SET last_seen_on = %s, dormant_since = NULL "
                "WHERE id = ANY(%s)",
                today,
                new.ids,
            )
        )
        new.invalidate_recordset(["last_seen_on", "dormant_since"], flush=False)

    # === HOOKS === #
    @api.model
    def _get_last_signs(self):
        """Hook: the last sign of life of each kind, as SQL for one ``member`` row.

        :returns: dict of the name of a column of ``membership.weeding.line`` to a
            subquery that gives a date or NULL, by an index on the member
        """
        return {
            "last_purchase_on": SQL(
                "(SELECT MAX(date)::date FROM membership_purchase purchase "
                "WHERE purchase.member_id = member.id)"
            ),
            "last_entry_on": SQL(
                "(SELECT MAX(posted_at)::date FROM membership_account account "
                "JOIN membership_entry entry ON entry.account_id = account.id "
                "WHERE account.member_id = member.id AND entry.kind = ANY(%s))",
                list(LIVELY_KINDS),
            ),
            "last_visit_on": SQL("member.last_seen_on"),
        }
