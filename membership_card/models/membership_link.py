from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipLink(models.Model):
    """Two members who share balances: one owns the accounts, both draw on them."""

    _name = "membership.link"
    _inherit = ["membership.guarded", "membership.naming", "membership.seen"]
    _seen_by = ("member_id", "linked_id")
    _description = "Linked Members"
    _order = "id desc"
    _rec_name = "linked_id"
    _check_company_auto = True

    _by_acts = frozenset(
        ("state", "linked_on", "ended_on", "linked_by_id", "ended_by_id")
    )

    member_id = fields.Many2one(
        "membership.member",
        string="Accounts Of",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Whose balances are shared: they stay with this member.",
    )
    linked_id = fields.Many2one(
        "membership.member",
        string="Shared With",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.root_id,
    )
    unit_ids = fields.Many2many(
        "membership.unit",
        string="Shared Balances",
        required=True,
        help="For example points only, or stored value and points.",
    )
    reason = fields.Char()
    end_reason = fields.Char(string="Why It Ended")
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Linked"), ("ended", "Ended")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    linked_on = fields.Datetime(readonly=True, copy=False)
    ended_on = fields.Datetime(readonly=True, copy=False)
    linked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _two_members = models.Constraint(
        "CHECK (member_id <> linked_id)", "A member is linked with somebody else."
    )

    # === CRUD METHODS === #
    def _check_can_edit(self, vals):
        """A link is made and ended by its buttons."""
        result = super()._check_can_edit(vals)
        is_made = any(link.state != "draft" for link in self)
        if not self.env.su and is_made and vals.keys() - {"end_reason"}:
            raise UserError(
                self.env._("A link that was made stays as it is: end it instead.")
            )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_made(self):
        if self.filtered(lambda link: link.state != "draft"):
            raise UserError(self.env._("A link that was made stays on file: end it."))

    # === ACTION METHODS === #
    def action_link(self):
        """Share the chosen balances from now on."""
        self.check_access("write")
        for link in self:
            link._check_at_home()
            link.sudo()._link()

    def action_end(self):
        """Everybody has accounts of his own again; what is there stays where it is."""
        self.check_access("write")
        for link in self:
            link._check_at_home()
            link.sudo()._end(link.end_reason)

    def _check_at_home(self):
        (self.member_id | self.linked_id)._check_at_home()

    # === BUSINESS METHODS === #
    def _link(self):
        """Let the linked member draw on the accounts; what he has moves there.

        :raises UserError: if one of the two cannot be linked for one of the units
        """
        self.ensure_one()
        self._check_can_link()
        for unit in self.unit_ids:
            account = self.member_id._get_account(unit)
            self._move_own(unit, account)
            account.write({"drawer_ids": [fields.Command.link(self.linked_id.id)]})
        self.linked_id.is_linked = True
        self.member_id._update_sharing()
        self.write(
            {
                "state": "active",
                "linked_on": fields.Datetime.now(),
                "linked_by_id": self.env.uid,
            }
        )
        self._log("link", self.reason)

    def _end(self, reason=None):
        """End links; balances stay on the accounts where they are."""
        for link in self:
            if link.state != "active":
                raise UserError(self.env._("This link has ended already."))
            accounts = link.member_id.account_ids.filtered(
                lambda account, link=link: account.unit_id in link.unit_ids
            )
            accounts.write({"drawer_ids": [fields.Command.unlink(link.linked_id.id)]})
            link.write(
                {
                    "state": "ended",
                    "ended_on": fields.Datetime.now(),
                    "ended_by_id": self.env.uid,
                    "end_reason": reason,
                }
            )
            link.linked_id.is_linked = bool(link.linked_id._get_links("linked_id"))
            link.member_id._update_sharing()
            link._log("end_link", reason)

    # === HOOKS === #
    def _check_can_link(self):
        """Hook: raise if these two cannot share these balances."""
        if self.state != "draft":
            raise UserError(self.env._("This link was made already."))
        if not self.unit_ids:
            raise UserError(self.env._("Choose which balances are shared."))
        (self.member_id | self.linked_id).mapped(lambda member: member._check_active())
        # No chains: who draws on somebody's account shares none of that unit.
        links = self.member_id._get_links("linked_id")
        links |= self.linked_id._get_links("linked_id")
        links |= self.linked_id._get_links("member_id")
        for link in links:
            if both := link.unit_ids & self.unit_ids:
                raise UserError(
                    self.env._(
                        "%(one)s and %(other)s share %(unit)s already: end that link "
                        "first.",
                        one=link.member_id.display_name,
                        other=link.linked_id.display_name,
                        unit=both[0].name,
                    )
                )

    # === HELPERS === #
    def _move_own(self, unit, account):
        """What the linked member has of his own goes to the shared account."""
        own = self.linked_id._get_account(unit, create=False)
        if not own:
            return
        balance, held = own._get_exact("balance", "held")
        if balance < 0 or held:
            raise UserError(
                self.env._(
                    "%(account)s is overdrawn or has a payment in progress: settle "
                    "that first.",
                    account=own.display_name,
                )
            )
        if balance:
            own._transfer(account, balance, f"link:{self.id}", origin=self)

    def _log(self, action, reason):
        Event = self.env["membership.card.event"]
        for member in self.member_id | self.linked_id:
            other = (self.member_id | self.linked_id) - member
            units = ", ".join(self.unit_ids.mapped("name"))
            text = ": ".join(filter(None, [f"{other.display_name} ({units})", reason]))
            Event._log_subject(member, action, (member.state, member.state), text)
