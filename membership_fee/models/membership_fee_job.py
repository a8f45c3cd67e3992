from odoo import api, fields, models
from odoo.tools import SQL

from ..const import CHUNK

# When the membership year of a member began, that runs today.
PERIOD = """
SELECT member.id, member.company_id, member.level_id, member.joined_on,
    start::date AS start, (start + interval '1 year' - interval '1 day')::date AS stop,
    LEAST(%(today)s::date, (start + interval '1 month' - interval '1 day')::date)
        AS day
FROM membership_member member
CROSS JOIN LATERAL (SELECT date_trunc('month', %(today)s::date) - make_interval(
    months => mod(12 + extract(month FROM %(today)s::date)::integer
        - extract(month FROM member.joined_on)::integer, 12)) AS start) year
WHERE member.id = ANY(%(ids)s) AND member.state = 'active'
    AND date_trunc('month', member.joined_on) < start
"""
# The schedule that holds: the most particular one, then the one that began last.
SCHEDULE = """
SELECT schedule.id, schedule.amount, schedule.percent
FROM membership_fee_schedule schedule
WHERE schedule.company_id = member.company_id AND schedule.kind = %(kind)s
    AND schedule.active AND schedule.date_from <= member.day
    AND (schedule.date_to IS NULL OR schedule.date_to >= member.day)
    AND (schedule.card_type_id IS NULL OR schedule.card_type_id = card.type_id)
    AND (schedule.level_id IS NULL OR schedule.level_id = member.level_id)
ORDER BY schedule.card_type_id IS NOT NULL DESC, schedule.level_id IS NOT NULL DESC,
    schedule.date_from DESC, schedule.id DESC LIMIT 1
"""
MAIN_CARD = """
SELECT card.id, card.type_id FROM membership_card card
JOIN membership_card_type type ON type.id = card.type_id
WHERE card.member_id = member.id AND card.state = 'active' AND NOT (%(extra)s)
ORDER BY card.id LIMIT 1
"""
YEARLY = """
SELECT member.id, card.id, NULL::integer, schedule.id,
    'yearly:' || to_char(member.start, 'YYYY'), schedule.amount, member.start,
    member.stop, NULL::integer, NULL::text
FROM (%(members)s) member
LEFT JOIN LATERAL (%(card)s) card ON TRUE
JOIN LATERAL (%(schedule)s) schedule ON TRUE
"""
# Those with which the supplementary cards of a member would together reach the basic
# fee are waived at once: everybody can see what was charged and why not.
SUPPLEMENTARY = """
SELECT extra.member_id, extra.card_id, NULL::integer, extra.schedule_id, extra.key,
    extra.amount, extra.start, extra.stop, NULL::integer,
    CASE WHEN extra.together >= basic.amount THEN %(reason)s END
FROM (
    SELECT member.id AS member_id, card.id AS card_id, schedule.id AS schedule_id,
        'supplementary:' || card.id || ':' || to_char(member.start, 'YYYY') AS key,
        schedule.amount, member.start, member.stop, SUM(schedule.amount) OVER (
            PARTITION BY member.id ORDER BY card.id) AS together
    FROM (%(members)s) member
    JOIN membership_card card
        ON card.member_id = member.id AND card.state = 'active'
        AND card.issued_on < member.start
    JOIN membership_card_type type ON type.id = card.type_id AND (%(extra)s)
    JOIN LATERAL (%(schedule)s) schedule ON TRUE
) extra
LEFT JOIN membership_fee basic ON basic.member_id = extra.member_id
    AND basic.key = 'yearly:' || to_char(extra.start, 'YYYY')
"""
LATE = """
SELECT fee.member_id, fee.card_id, fee.outlet_id, schedule.id, 'late:' || fee.id,
    ROUND(schedule.amount + fee.amount_open * schedule.percent::numeric / 100,
        currency.decimal_places), NULL::date, NULL::date, fee.id, NULL::text
FROM membership_fee fee
JOIN res_currency currency ON currency.id = fee.currency_id
JOIN membership_member holder ON holder.id = fee.member_id
LEFT JOIN membership_card card ON card.id = fee.card_id
CROSS JOIN LATERAL (SELECT fee.company_id, holder.level_id, %(today)s::date AS day)
    member
JOIN LATERAL (%(schedule)s) schedule ON TRUE
WHERE fee.id = ANY(%(ids)s)
"""


class MembershipFee(models.Model):
    """The nightly job: set-based, a thousand at a time.

    Each step charges what is missing, so that a night that was interrupted, or never
    came, is made up for by the next one.
    """

    _inherit = "membership.fee"

    # === BUSINESS METHODS === #
    @api.model
    def _cron_run(self):
        """Charge, invoice and remind; stops between two chunks when time is up."""
        jobs = self.sudo()
        steps = (
            jobs._run_yearly,
            jobs._run_late,
            jobs._run_invoicing,
            jobs._run_reminders,
        )
        return all(step() for step in steps)

    @api.model
    def _run_yearly(self):
        """Yearly fees of those whose month of joining it is, or was and was missed."""
        last_id = 0
        while ids := self._get_member_ids(last_id):
            self._charge_due(self._get_yearly_sql(ids))
            if extra := self._get_supplementary_condition():
                self._charge_due(self._get_supplementary_sql(ids, extra))
            last_id = ids[-1]
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return False
        return True

    @api.model
    def _run_late(self):
        """One late fee for each fee that is unpaid when its days of grace are over."""
        last_id = 0
        while ids := self._get_late_ids(last_id):
            self._charge_due(self._get_late_sql(ids))
            last_id = ids[-1]
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return False
        return True

    # === HOOKS === #
    @api.model
    def _get_supplementary_condition(self):
        """Hook: SQL over ``card`` and ``type``: is it a supplementary card?

        :returns: SQL; None where card types have no kinds
        """
        if "kind" not in self.env["membership.card.type"]._fields:
            return None
        return SQL("type.kind = 'supplementary'")

    # === HELPERS === #
    def _get_member_ids(self, after_id):
        """Ids of the next active members in companies with yearly fees."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM membership_member WHERE id > %s AND state = 'active'
                AND company_id IN (SELECT company_id FROM membership_fee_schedule
                    WHERE kind IN ('yearly', 'supplementary') AND active AND amount > 0)
                ORDER BY id LIMIT %s
                """,
                after_id,
                CHUNK,
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def _get_late_ids(self, after_id):
        """Ids of the next fees past their days of grace that cost no late fee yet."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT fee.id FROM membership_fee fee
                WHERE fee.id > %s AND fee.state IN ('due', 'invoiced')
                    AND fee.grace_until < %s AND fee.kind NOT IN ('late', 'interest')
                    AND NOT EXISTS (SELECT FROM membership_fee late
                        WHERE late.late_for_id = fee.id)
                ORDER BY fee.id LIMIT %s
                """,
                after_id,
                fields.Date.context_today(self),
                CHUNK,
            )
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def _get_members_sql(self, ids):
        return SQL(PERIOD, today=fields.Date.context_today(self), ids=ids)

    def _get_yearly_sql(self, ids):
        return SQL(
            YEARLY,
            members=self._get_members_sql(ids),
            card=SQL(
                MAIN_CARD, extra=self._get_supplementary_condition() or SQL("FALSE")
            ),
            schedule=SQL(SCHEDULE, kind="yearly"),
        )

    def _get_supplementary_sql(self, ids, extra):
        return SQL(
            SUPPLEMENTARY,
            members=self._get_members_sql(ids),
            extra=extra,
            schedule=SQL(SCHEDULE, kind="supplementary"),
            reason=self.env._(
                "Together the supplementary cards would cost as much as the basic card."
            ),
        )

    def _get_late_sql(self, ids):
        return SQL(
            LATE,
            ids=ids,
            today=fields.Date.context_today(self),
            schedule=SQL(SCHEDULE, kind="late"),
        )
