from calendar import isleap
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ..const import CHUNK
from .membership_gift_pack import YEARLY


class MembershipMember(models.Model):
    """When members get gifts: joining, rising, and once a year on their days."""

    _inherit = "membership.member"

    gift_line_ids = fields.One2many("membership.gift.line", "member_id", string="Gifts")
    open_gift_count = fields.Integer(compute="_compute_open_gift_count")

    # === COMPUTE METHODS === #
    @api.depends("gift_line_ids.state")
    def _compute_open_gift_count(self):
        for member in self:
            member.open_gift_count = len(member._get_open_gifts())

    # === ACTION METHODS === #
    def action_view_gifts(self):
        """Open what this member got and what waits for him."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership_card.membership_gift_line_action"
        )
        return action | {"domain": [("member_id", "in", self.ids)], "context": {}}

    # === BUSINESS METHODS === #
    def _after_enrol(self, vals, outlet=None):
        """Welcome."""
        result = super()._after_enrol(vals, outlet)
        today = self._get_level_day()
        Pack = self.env["membership.gift.pack"]
        for pack in Pack._get_packs(self.company_id, "welcome", today):
            if pack._is_for(self.level_id):
                until = today + timedelta(days=pack.good_days)
                row = (self.id, f"welcome:{pack.id}", None, today, until)
                self.env["membership.gift"]._grant(pack, [row])
        return result

    @api.model
    def _after_level_change(self, moves):
        """Rising brings a gift once; what is not collected is lost by falling."""
        result = super()._after_level_change(moves)
        Level = self.env["membership.level"].sudo()
        rising, falling = {}, []
        for move in moves:
            level = Level.browse(move.level_id)
            if level._is_above(Level.browse(move.level_from_id)):
                rising.setdefault(level, []).append(move.member_id)
            else:
                falling.append(move)
        for level, member_ids in rising.items():
            self._grant_upgrade_gifts(level, member_ids)
        if falling:
            self._lapse_upgrade_gifts(falling)
        return result

    @api.model
    def _grant_upgrade_gifts(self, level, member_ids):
        today = self._get_level_day()
        Pack = self.env["membership.gift.pack"]
        for pack in Pack._get_packs(level.company_id, "upgrade", today):
            if pack._is_for(level):
                until = today + timedelta(days=pack.good_days)
                key = f"upgrade:{pack.id}:{level.id}"
                self.env["membership.gift"]._grant(
                    pack,
                    [
                        (member_id, key, level.id, today, until)
                        for member_id in member_ids
                    ],
                )

    @api.model
    def _lapse_upgrade_gifts(self, moves):
        """What waits of the gifts for levels that these members have lost."""
        Level = self.env["membership.level"].sudo()
        Line = self.env["membership.gift.line"].sudo()
        now = {move.member_id: Level.browse(move.level_id) for move in moves}
        waiting = Line.search(
            [
                ("member_id", "in", list(now)),
                ("state", "=", "open"),
                ("gift_id.level_id", "!=", False),
            ]
        )
        waiting.filtered(
            lambda line: line.gift_id.level_id._is_above(now[line.member_id.id])
        ).state = "lapsed"

    @api.model
    def _cron_give_gifts(self):
        """Daily: birthdays and joining days; what was not collected lapses."""
        Cron = self.env["ir.cron"]
        today = self._get_level_day()
        self.env["membership.gift.line"].sudo()._lapse(today)
        packs = self.env["membership.gift.pack"].sudo()
        packs = packs.search([("occasion", "in", YEARLY)])
        for pack in packs:
            rows = self._find_yearly_gifts(pack, today)
            left = len(rows)
            for chunk in split_every(CHUNK, rows):
                self.env["membership.gift"]._grant(pack, list(chunk))
                left -= len(chunk)
                if not Cron._commit_progress(len(chunk), remaining=left):
                    return

    @api.model
    def _find_yearly_gifts(self, pack, today):
        """Who gets ``pack`` now and has not got it this year, as rows to grant.

        A gift that the job missed is given as long as it would be good.
        """
        by_month_day = self._get_gift_days(pack, today)
        rows = []
        found = self._find_celebrants(pack, list(by_month_day), today)
        for member_id, month_day, first_time in found:
            day = by_month_day[month_day]
            # Nobody celebrates the day on which he joins: a year later he does.
            if pack.occasion == "birthday" or first_time.year < day.year:
                start = day - timedelta(days=pack.days_before)
                until = day + timedelta(days=pack.good_days)
                key = f"{pack.occasion}:{pack.id}:{day.year}"
                rows.append((member_id, key, None, start, until))
        return rows

    @api.model
    def _get_gift_days(self, pack, today):
        """{month × 100 + day: the day} for the days of which gifts are good now."""
        first = today - timedelta(days=pack.good_days)
        last = today + timedelta(days=pack.days_before)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        days = [day for day in days if pack._is_given_on(day)]
        by_month_day = {day.month * 100 + day.day: day for day in days}
        eve = by_month_day.get(228)
        if eve and not isleap(eve.year):
            # Who was born on a leap day celebrates a day early, as points and lists do.
            by_month_day[229] = eve
        return by_month_day

    @api.model
    def _find_celebrants(self, pack, month_days, today):
        """(member id, month × 100 + day, first time) of who has no such gift yet."""
        self.env.flush_all()
        Occasion = self.env["membership.occasion"].sudo()
        self.env.cr.execute(
            SQL(
                """
                SELECT occasion.member_id, occasion.month_day, occasion.date
                FROM (%(occasions)s) occasion
                JOIN membership_member member ON member.id = occasion.member_id
                WHERE occasion.kind = %(kind)s AND occasion.month_day = ANY(%(days)s)
                    AND member.company_id = %(company)s AND member.state = 'active'
                    AND (%(all_levels)s OR member.level_id = ANY(%(levels)s))
                    AND NOT EXISTS (
                        SELECT FROM membership_gift gift
                        WHERE gift.member_id = member.id
                            AND gift.pack_id = %(pack)s
                            AND gift.good_until >= %(today)s)
                ORDER BY occasion.member_id
                """,
                occasions=Occasion._table_query,
                kind=pack.occasion,
                days=month_days,
                company=pack.company_id.id,
                all_levels=not pack.level_ids,
                levels=pack.level_ids.ids,
                pack=pack.id,
                today=today,
            )
        )
        return self.env.cr.fetchall()

    # === HOOKS === #
    def _get_own_pricelists(self):
        """Hook: prices that members have for themselves, before those of the level.

        :returns: {member id: id of a price list}; no query where there are none
        """
        cards = self.env["membership.card"]._get_prices_of(self)
        return {**cards, **self._get_gift_pricelists()}

    def _get_till_data(self):
        """Add the gifts that wait at the counter."""
        data = super()._get_till_data()
        data["gifts"] = [
            {
                "id": line.id,
                "name": line.name,
                "good_until": line.good_until.isoformat(),
            }
            for line in self._get_open_gifts()
        ]
        return data

    # === HELPERS === #
    def _get_gift_pricelists(self):
        """Special prices that wait for these members today.

        :returns: {member id: id of a price list}; no query where no pack holds a price
        """
        if not self or not self.env["membership.level"]._has_price_gifts():
            return {}
        Line = self.env["membership.gift.line"].sudo()
        lines = Line.search(self._get_price_gift_domain(), order="good_until, id")
        found = {}
        for line in lines.filtered("pricelist_id.active"):
            found.setdefault(line.member_id.id, line.pricelist_id.id)
        return found

    def _use_price_gifts(self):
        """A special price holds for one purchase: this one."""
        if self.env["membership.level"]._has_price_gifts():
            Line = self.env["membership.gift.line"].sudo()
            Line.search(self._get_price_gift_domain())._set_done()

    def _get_price_gift_domain(self):
        today = self._get_level_day()
        return [
            ("member_id", "in", self.ids),
            ("kind", "=", "price"),
            ("state", "=", "open"),
            ("good_from", "<=", today),
            ("good_until", ">=", today),
        ]

    def _get_open_gifts(self):
        """What waits at the counter for this member today."""
        today = self._get_level_day()
        return self.sudo().gift_line_ids.filtered(
            lambda line: (
                line.state == "open"
                and line.kind in ("item", "coupon")
                and line.good_from <= today <= line.good_until
            )
        )
