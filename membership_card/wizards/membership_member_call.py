from odoo import fields, models


class MembershipMemberCall(models.TransientModel):
    """Somebody calls: the number opens the member's file, or begins a new one."""

    _name = "membership.member.call"
    _description = "Phone Call"

    phone = fields.Char(
        string="Phone, Card or Name", required=True, help="What the caller says."
    )
    note = fields.Char(string="About")

    def action_take(self):
        """Open the file of the caller and note the call there, in one step."""
        self.ensure_one()
        Member = self.env["membership.member"]
        Member.check_access("write")
        members = Member._find(self.phone, self.env.company)
        if not members:  # perhaps of another outlet
            members = Member._identify(self.phone, self.env.company)[0]
        self.env["membership.access.log"]._log("lookup", members, self.phone)
        if len(members) == 1:
            members._log_call(self.note)
            return members.get_formview_action()
        if members:
            return self._action_choose(members)
        return self._action_enrol()

    def _action_choose(self, members):
        """Several people of one name: the one who is opened gets the call noted."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who is calling?"),
            "res_model": "membership.member",
            "view_mode": "list,form",
            "domain": [("id", "in", members.ids)],
        }

    def _action_enrol(self):
        """A new file with what is known, that says where it came from."""
        is_phone = any(char.isdigit() for char in self.phone)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Member"),
            "res_model": "membership.member.enrol",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_phone": is_phone and self.phone,
                "default_name": not is_phone and self.phone,
                "default_source": "call_centre",
                "default_call_note": self.note,
            },
        }
