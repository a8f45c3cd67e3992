from odoo import fields, models
from odoo.exceptions import UserError


class MembershipPhoneTakeover(models.TransientModel):
    """A number that the telephone company gave to somebody else: the guided step."""

    _name = "membership.phone.takeover"
    _inherit = ["membership.window"]
    _description = "Take Over Phone"

    member_id = fields.Many2one(
        "membership.member", string="Has It Now", required=True, readonly=True
    )
    phone_masked = fields.Char(related="member_id.phone_masked", string="Phone")
    last_seen_on = fields.Date(related="member_id.last_seen_on")
    holdings = fields.Char(related="member_id.holdings", string="Balances")
    new_member_id = fields.Many2one(
        "membership.member",
        string="Now Belongs To",
        domain="[('id', '!=', member_id), ('state', '!=', 'closed')]",
        help="Empty: somebody who is enrolled next, with this phone filled in.",
    )
    enrol_id = fields.Many2one(
        "membership.member.enrol",
        readonly=True,
        help="The window in which somebody is being enrolled; it opens again.",
    )
    proof = fields.Selection(
        [
            ("code", "A code sent to the phone was read out"),
            ("call", "The phone rang in front of us"),
            ("contract", "The telephone contract was shown"),
        ],
        string="How Do You Know",
    )
    reason = fields.Char()

    # === ACTION METHODS === #
    def action_take_over(self):
        """Take the phone from the old owner, and give it to the new one."""
        self.ensure_one()
        old, new = self.member_id, self.new_member_id
        (old | new).check_access("write")
        if not self.proof:
            raise UserError(
                self.env._("Say how you know that the number belongs to somebody else.")
            )
        self._check_possible()
        phone = old.phone
        labels = dict(self._fields["proof"]._description_selection(self.env))
        reason = ". ".join(filter(None, [labels[self.proof], self.reason]))
        old._give_up_phone(reason)
        if not new:
            return self._open_enrolment(phone)
        new.partner_phone = phone
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.member",
            "res_id": new.id,
            "view_mode": "form",
        }

    def _check_possible(self):
        """Raise if there is nothing to take, or nobody to give it to."""
        old, new = self.member_id, self.new_member_id
        if not old.phone:
            raise UserError(
                self.env._(
                    "%(member)s has no phone any more: close this window.",
                    member=old.display_name,
                )
            )
        if new == old:
            raise UserError(self.env._("Choose somebody else than who has it now."))
        if new and new.company_id != old.company_id:
            raise UserError(self.env._("Choose a member of the same company."))
        if new.state == "closed":
            new._check_active()

    def _open_enrolment(self, phone):
        """Go on with the new owner: with what was typed, or with the phone alone."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership_card.membership_member_enrol_action"
        )
        desk = self.env.context.get("membership_desk")
        context = {"membership_desk": True} if desk else {}
        # What a colleague is typing is his.
        begun = self.enrol_id.exists()
        if begun.create_uid == self.env.user:
            return action | {"res_id": begun.id, "context": context}
        return action | {"context": context | {"default_phone": phone}}
