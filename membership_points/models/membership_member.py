from odoo import api, fields, models


class MembershipMember(models.Model):
    """A member's points: the account and what a till shows of it."""

    _inherit = "membership.member"

    points_balance = fields.Float(
        string="Points",
        digits=0,
        compute="_compute_points_balance",
        help="Points that the member has now.",
    )

    # === COMPUTE METHODS === #
    @api.depends("account_ids.balance")
    def _compute_points_balance(self):
        accounts = self._get_points_accounts()
        for member in self:
            account = accounts.get(member.id)
            member.points_balance = account.balance if account else 0.0

    # === ACTION METHODS === #
    def action_view_points(self):
        """Open the points entries of this member."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership_points.membership_entry_points_action"
        )
        return action | {
            "name": self.env._("Points of %(member)s", member=self.display_name),
            "domain": [("account_id", "=", self._get_points_account(create=False).id)],
            "context": {},
        }

    def action_adjust_points(self):
        """Open the window in which points are given or taken by hand."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Adjust Points"),
            "res_model": "membership.points.adjust",
            "view_mode": "form",
            "target": "new",
            "context": {"default_member_id": self.id},
        }

    # === BUSINESS METHODS === #
    @api.model
    def _get_points_unit(self):
        """The unit in which points are counted."""
        # Not env.ref(): it asks the database each time whether the record exists.
        unit_id = self.env["ir.model.data"]._xmlid_to_res_id(
            "membership_ledger.unit_points", raise_if_not_found=True
        )
        return self.env["membership.unit"].sudo().browse(unit_id)

    def _get_points_account(self, create=True):
        """The account that holds this member's points.

        :returns: ``membership.account``, empty if there is none and ``create`` is false
        """
        self.ensure_one()
        return self._get_account(self._get_points_unit(), create=create)

    def _get_points_accounts(self, create=False):
        """The points accounts of these members: none or one query for all of them.

        :returns: dict of member id to ``membership.account``
        """
        unit = self._get_points_unit()
        if create:
            missing = self.filtered(lambda member: not member._pick_account(unit))
            if missing:
                self.env["membership.account"]._open_for_members(
                    missing.ids, [unit.id] * len(missing)
                )
        return {
            member.id: account
            for member in self
            if (account := member._pick_account(unit))
        }

    def _get_till_data(self):
        """Add the points and what lapses next."""
        data = super()._get_till_data()
        account = self._get_points_account(create=False)
        expiring_on, expiring = account._get_next_expiry()
        write = self._get_points_unit()._write_amount
        return data | {
            "points": {
                "balance": write(account.balance),
                "available": write(account.available),
                "expiring": write(expiring),
                "expiring_on": expiring_on and expiring_on.isoformat(),
            },
        }
