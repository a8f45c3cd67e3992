from odoo import api, fields, models


class MembershipMember(models.Model):
    """Levels that were bought hold, and are what a member falls back on."""

    _inherit = "membership.member"

    level_term_ids = fields.One2many("membership.level.term", "member_id")

    # === BUSINESS METHODS === #
    def _place_merged(self):
        """What either of those who are one now has paid for holds, and no longer."""
        Term = self.env["membership.level.term"].sudo()
        terms = Term.search([("member_id", "=", self.id), ("state", "=", "active")])
        for same in terms.grouped("level_id").values():
            same[:1]._arrange()
        if terms:
            best = max(
                terms, key=lambda term: (term.level_id.sequence, term.level_id.id)
            )
            best._apply()
        return super()._place_merged()

    def _ask_for_place(self, level):
        """Tell a manager that somebody has paid for a level that is full."""
        self.ensure_one()
        manager = level.create_uid if level.create_uid.active else self.env.user
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("%(level)s is full", level=level.name),
            note=self.env._(
                "The level was bought, but it has no place left: raise its limit, or "
                "refund the purchase. The next free place is this member's."
            ),
            user_id=manager.id,
        )

    @api.model
    def _cron_evaluate_levels(self):
        """Who has paid comes before who has earned."""
        self.env["membership.level.term"]._give_places()
        return super()._cron_evaluate_levels()

    @api.model
    def _get_floors(self, member_ids):
        """Nobody falls below what he has paid for."""
        floors = super()._get_floors(member_ids)
        paid = self.env["membership.level.term"]._get_valid(member_ids)
        for member_id, (level, until) in paid.items():
            floors[member_id].append(
                {
                    "level_id": level.id,
                    "level_source": "paid",
                    "level_locked_until": until,
                    "level_is_fixed": True,
                    "level_review_on": None,
                }
            )
        return floors
