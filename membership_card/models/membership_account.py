from odoo import api, fields, models
from odoo.tools import SQL


class MembershipAccount(models.Model):
    _inherit = "membership.account"
    _names_people = True  # see membership.naming

    member_id = fields.Many2one(
        "membership.member", readonly=True, ondelete="restrict", check_company=True
    )

    drawer_ids = fields.Many2many(
        "membership.member",
        "membership_account_drawer",
        "account_id",
        "member_id",
        string="Shared With",
        readonly=True,
        copy=False,
        help="Linked members, who draw on this account instead of one of their own.",
    )

    _member_unit_unique = models.UniqueIndex(
        "(member_id, unit_id) WHERE member_id IS NOT NULL",
        "A member has one account per unit.",
    )

    # === BUSINESS METHODS === #
    @api.model
    def _open_for_members(self, member_ids, unit_ids):
        """Open accounts, one per pair of member and unit; pairs that have one are left.

        A row that another transaction has just made ends this one in a serialization
        error, which Odoo repeats: two tills never make two accounts.

        :returns: ids of the new accounts
        """
        self.env["membership.member"].flush_model()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_account (name, unit_id, company_id, member_id,
                    balance, credited, held, credit_limit, overdrawn, last_number,
                    state, is_shared, create_uid, create_date, write_uid, write_date)
                SELECT partner.name || ' (' || member.number || ')', pair.unit_id,
                    member.company_id, member.id, 0, 0, 0, 0, 0, 0,
                    CASE member.state WHEN 'active' THEN 'open' ELSE member.state END,
                    COALESCE(member.is_sharing, FALSE),
                    %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM unnest(%(members)s::integer[], %(units)s::integer[])
                    AS pair (member_id, unit_id)
                JOIN membership_member member ON member.id = pair.member_id
                JOIN res_partner partner ON partner.id = member.partner_id
                ON CONFLICT (member_id, unit_id) WHERE member_id IS NOT NULL DO NOTHING
                RETURNING id
                """,
                members=list(member_ids),
                units=list(unit_ids),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        ids = [account_id for (account_id,) in self.env.cr.fetchall()]
        if ids:
            self.env["membership.member"].invalidate_model(["account_ids"], flush=False)
        return ids

    # === HOOKS === #
    def _has_other_drawers(self):
        """Hook: whether members other than the owner draw on this account."""
        self.ensure_one()
        return bool(self.drawer_ids)
