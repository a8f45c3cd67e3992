from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .membership_card_holder import HOLDER_KINDS


class MembershipRegisterImport(models.Model):
    """Who may hold a card of the chosen type: rows of others come back."""

    _inherit = "membership.register.import"

    def _check_card_type(self):
        """Raise if no register can be taken over on cards of this type."""
        card_type = self.type_id.sudo()
        card_type._check_switched_on()
        if card_type.kind in HOLDER_KINDS:
            raise UserError(
                self.env._(
                    "Cards of type %(type)s are carried for somebody else: choose a "
                    "type of card that members have themselves.",
                    type=card_type.name,
                )
            )
        if card_type.holder_policy == "company":
            raise UserError(
                self.env._(
                    "Cards of type %(type)s are for companies only, and a register "
                    "brings people: choose another type.",
                    type=card_type.name,
                )
            )

    def _check_policies(self, rows):
        """Refuse those of these new members who may not hold a card of the type."""
        card_type = self.type_id.sudo()
        today = fields.Date.context_today(self)
        for row in rows:
            self._check_row_age(row, card_type, today)
        known = self._find_contacts([row["phone"] for row in rows if row["phone"]])
        by_partner = {
            partner_id: row
            for row in rows
            if (partner_id := known.get((row["phone"], row["name"])))
        }
        partners = self.env["res.partner"].sudo().browse(by_partner)
        if not card_type.allow_dealers:
            for partner in partners.filtered(lambda contact: contact._is_dealer()):
                by_partner[partner.id].refuse("name", "dealer", type=card_type.name)
        if card_type.one_per_person:
            self._check_one_per_person(by_partner, card_type)
        self._check_places([row for row in rows if not row.reasons])

    def _check_places(self, rows):
        """Refuse those for whom their level has no place left."""
        Level = self.env["membership.level"]
        bottom = Level._get_ladder(self.company_id)[:1]
        by_level = defaultdict(list)
        for row in rows:
            by_level[row["level_id"] or bottom.id].append(row)
        levels = Level.sudo().browse(filter(None, by_level))
        for level in levels.filtered("member_cap"):
            for row in by_level[level.id][level._claim_places() :]:
                row.refuse("level", "level_full", value=level.name)

    def _check_row_age(self, row, card_type, today):
        if not (card_type.age_min or card_type.age_max):
            return
        values = {"type": card_type.name}
        if not row["birthday"]:
            row.refuse("birthday", "age_unknown", **values)
            return
        age = relativedelta(today, row["birthday"]).years
        if age < card_type.age_min:
            row.refuse("birthday", "too_young", limit=card_type.age_min, **values)
        elif card_type.age_max and age > card_type.age_max:
            row.refuse("birthday", "too_old_for", limit=card_type.age_max, **values)

    def _check_one_per_person(self, by_partner, card_type):
        cards = self.env["membership.card"].sudo()
        for card in cards.search(
            [
                ("type_id", "=", card_type.id),
                ("holder_id", "in", list(by_partner)),
                ("state", "in", ("active", "lost", "frozen")),
            ]
        ):
            row = by_partner[card.holder_id.id]
            row.refuse("name", "holds_one", type=card_type.name, number=card.number)
