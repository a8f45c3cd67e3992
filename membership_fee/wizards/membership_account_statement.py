from odoo import api, fields, models


class MembershipAccountStatement(models.TransientModel):
    """A statement on paper costs what the schedule says, once for its period."""

    _inherit = "membership.account.statement"

    fee_note = fields.Char(compute="_compute_fee_note")

    # === COMPUTE METHODS === #
    @api.depends("account_id", "date_from", "date_to")
    def _compute_fee_note(self):
        """Whoever prints knows before what it costs the member."""
        Schedule = self.env["membership.fee.schedule"]
        for statement in self:
            statement.fee_note = False
            member = statement.account_id.sudo().member_id
            schedule = member and Schedule._find(member, "service")
            if not schedule or not schedule.amount:
                continue
            if fee := statement._find_fee():
                statement.fee_note = self.env._(
                    "Printing costs nothing more: %(fee)s was charged for this period.",
                    fee=fee.name,
                )
            else:
                statement.fee_note = self.env._(
                    "Printing charges %(member)s a service fee of %(amount)s.",
                    member=member.display_name,
                    amount=schedule.currency_id.format(schedule.amount),
                )

    # === ACTION METHODS === #
    def action_print(self):
        """Print the statement, and charge for it."""
        for statement in self:
            statement._charge_fee()
        return super().action_print()

    # === BUSINESS METHODS === #
    def _charge_fee(self):
        """Charge the member whose account it is for this statement, once.

        :returns: the ``membership.fee``; empty if it is free
        """
        self.ensure_one()
        self.account_id.check_access("read")
        member = self.account_id.sudo().member_id
        if not member or member.state == "closed":
            return self.env["membership.fee"].sudo()
        return member._charge_fee(
            "service",
            self._get_fee_key(),
            outlet=self.env["membership.outlet"]._get_default(),
        )

    # === HELPERS === #
    def _get_fee_key(self):
        return f"statement:{self.account_id.id}:{self.date_from}:{self.date_to}"

    def _find_fee(self):
        """What was charged for this statement before; in sudo."""
        domain = [
            ("member_id", "=", self.account_id.sudo().member_id.id),
            ("key", "=", self._get_fee_key()),
        ]
        return self.env["membership.fee"].sudo().search(domain, limit=1)
