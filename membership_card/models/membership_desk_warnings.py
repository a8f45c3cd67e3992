from odoo import fields, models
from odoo.exceptions import UserError

SOON_DAYS = 30


class MembershipDesk(models.AbstractModel):
    """What whoever serves a member must know before anything else."""

    _inherit = "membership.desk"

    # === HOOKS === #
    def _get_warnings(self, member):
        """Hook: what whoever serves this member must know first.

        :returns: list of dicts with ``text`` and ``level``: danger, warning or info
        """
        data, warnings = member.sudo(), []
        if data.state != "active":
            try:
                data._check_active()
            except UserError as error:
                warnings.append({"level": "danger", "text": str(error)})
        for card in data.card_ids:
            if card.state in ("lost", "frozen", "expired"):
                level = "danger" if card.state == "lost" else "warning"
                warnings.append({"level": level, "text": card._get_refusal(card.state)})
        return [*warnings, *self._get_date_warnings(data)]

    def _get_date_warnings(self, member):
        """Birthdays and ends that are near."""
        today, warnings = fields.Date.context_today(self), []
        for card in member.card_ids.filtered(lambda card: card.state == "active"):
            if card.valid_until and (card.valid_until - today).days <= SOON_DAYS:
                text = self.env._(
                    "Card %(number)s is valid until %(date)s only: offer to renew it.",
                    number=card.number,
                    date=card.valid_until,
                )
                warnings.append({"level": "warning", "text": text})
        if member.is_confirmation_due:
            text = self.env._(
                "Ask whether phone, e-mail and the rest of the file are still right."
            )
            warnings.append({"level": "warning", "text": text})
        born = member.partner_id.birthdate_date
        if born and (born.month, born.day) == (today.month, today.day):
            text = self.env._("Birthday today: congratulate.")
            warnings.append({"level": "info", "text": text})
        if member.guest_ids.filtered(
            lambda guest: (
                guest.user_id == self.env.user and guest.until > fields.Datetime.now()
            )
        ):
            text = self.env._(
                "A guest here: at home in %(outlet)s.",
                outlet=member.outlet_id.display_name,
            )
            warnings.append({"level": "info", "text": text})
        return warnings
