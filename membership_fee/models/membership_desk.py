from odoo import models


class MembershipDesk(models.AbstractModel):
    """Fees at the service desk."""

    _inherit = "membership.desk"

    def _get_sections(self):
        """Adds the section of the fees."""
        return super()._get_sections() | {"fee": self.env._("Fees")}

    def _get_actions(self, member, card):
        """Adds charging and waiving fees, and their list."""
        acts = super()._get_actions(member, card)
        if not member:
            return acts
        acts += self._act(
            "charge_fee",
            "fee",
            self.env._("Charge a Fee"),
            member,
            "action_charge_fee",
            groups=["membership_ledger.group_card_centre"],
            icon="fa-plus",
            problem=member.sudo().state != "active"
            and self.env._("The member is not active."),
        )
        if member.sudo().fee_open:
            acts += self._act(
                "waive_fees",
                "fee",
                self.env._("Waive Fees"),
                member,
                "action_waive_fees",
                groups=["membership_fee.group_waive"],
                icon="fa-gift",
            )
        return acts + self._act(
            "fees",
            "fee",
            self.env._("Fees"),
            member,
            "action_view_fees",
            icon="fa-list",
        )

    def _get_warnings(self, member):
        """Adds what the member owes."""
        warnings, data = super()._get_warnings(member), member.sudo()
        if not data.fee_open:
            return warnings
        amount = data.fee_currency_id.format(data.fee_open)
        text = self.env._("Open fees: %(amount)s.", amount=amount)
        if data.is_fee_suspended:
            text = self.env._(
                "Open fees: %(amount)s. Member price and points are suspended until "
                "they are paid.",
                amount=amount,
            )
        level = "danger" if data.is_fee_suspended else "warning"
        return [*warnings, {"level": level, "text": text}]
