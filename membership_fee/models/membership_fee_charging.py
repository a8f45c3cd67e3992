from odoo import api, fields, models
from odoo.tools import SQL

# One row per fee that is due now; what was charged under the same key stays.
CHARGE = """
INSERT INTO membership_fee (name, member_id, company_id, currency_id, card_id,
    outlet_id, schedule_id, product_id, kind, key, amount, amount_open, amount_waived,
    period_start, period_end, charged_on, due_on, grace_until, late_for_id, state,
    waived_on, waived_by_id, waive_reason, create_uid, create_date, write_uid,
    write_date)
SELECT %(prefix)s || lpad(due.serial, GREATEST(%(padding)s, length(due.serial)), '0'),
    due.member_id, schedule.company_id, company.currency_id, due.card_id,
    COALESCE(due.outlet_id, member.outlet_id), schedule.id, schedule.product_id,
    schedule.kind, due.key, due.amount,
    CASE WHEN due.waive_reason IS NULL THEN due.amount ELSE 0 END,
    CASE WHEN due.waive_reason IS NULL THEN 0 ELSE due.amount END, due.period_start,
    due.period_end, %(today)s::date, %(today)s::date + schedule.due_days,
    %(today)s::date + schedule.due_days + schedule.grace_days, due.late_for_id,
    CASE WHEN due.waive_reason IS NULL THEN 'due' ELSE 'waived' END,
    CASE WHEN due.waive_reason IS NOT NULL THEN %(today)s::date END,
    CASE WHEN due.waive_reason IS NOT NULL THEN %(uid)s END,
    due.waive_reason, %(uid)s, %(now)s, %(uid)s, %(now)s
FROM (
    SELECT new.*, nextval(%(sequence)s)::text AS serial
    FROM (%(due)s) new (member_id, card_id, outlet_id, schedule_id, key, amount,
        period_start, period_end, late_for_id, waive_reason)
    WHERE new.amount > 0 AND NOT EXISTS (SELECT FROM membership_fee fee
        WHERE fee.member_id = new.member_id AND fee.key = new.key)
) due
JOIN membership_fee_schedule schedule ON schedule.id = due.schedule_id
JOIN membership_member member ON member.id = due.member_id
JOIN res_company company ON company.id = schedule.company_id
ORDER BY due.member_id
ON CONFLICT (member_id, key) DO NOTHING
RETURNING id
"""
# Of two fees for the same thing the one that is first here counts.
FURTHEST = ("paid", "invoiced", "waived", "due", "cancelled")


class MembershipFee(models.Model):
    """Charging: the only writer of new fees, one or a thousand by one statement."""

    _inherit = "membership.fee"

    # === BUSINESS METHODS === #
    @api.model
    def _charge(self, member, kind, key, card=None, outlet=None):
        """Make ``member`` owe a fee, once.

        :param str kind: a key of ``const.KINDS``
        :param str key: of the act that costs; the same key charges once
        :returns: the ``membership.fee`` of that key in sudo; empty if it is free
        """
        fees = self.sudo()
        schedule = self.env["membership.fee.schedule"]._find(member, kind, card)
        if schedule and schedule.amount:
            row = SQL(
                "SELECT %s::integer, %s::integer, %s::integer, %s::integer, %s::text, "
                "%s::numeric, NULL::date, NULL::date, NULL::integer, NULL::text",
                member.id,
                card.id if card else None,
                outlet.id if outlet else None,
                schedule.id,
                key,
                str(schedule.amount),
            )
            if fees := fees._charge_due(row):
                return fees
        return fees.search([("member_id", "=", member.id), ("key", "=", key)])

    @api.model
    def _drop_doubles(self, members, survivor):
        """Members become one: what both owe for the same thing is owed once.

        Of two the one that is further on its way stays: who has paid owes no more. A
        double stays on file under a key of its own, cancelled if it is open.
        """
        today = fields.Date.context_today(self)
        fees = self.search([("member_id", "in", (members | survivor).ids)])
        for same in fees.grouped(lambda fee: fee._get_thing()).values():
            if same.member_id == survivor:
                continue
            same = same.sorted(lambda fee: (fee.member_id != survivor, fee.id))
            kept, *doubles = same.sorted(lambda fee: FURTHEST.index(fee.state))
            doubles = self.concat(*doubles)
            for fee in doubles.filtered(lambda fee, key=kept.key: fee.key == key):
                fee.key = f"{fee.key}:merged:{fee.id}"
            doubles.filtered(lambda fee: fee.state == "due").cancelled_on = today
        self.flush_model()

    def _get_thing(self):
        """What it is for: a person joins once, whatever contact he was then."""
        self.ensure_one()
        return self.kind if self.kind == "joining" else self.key

    @api.model
    def _charge_due(self, due):
        """Charge what a query says.

        :param SQL due: member_id, card_id, outlet_id, schedule_id, key, amount,
            period_start, period_end, late_for_id, waive_reason (text: charged and
            waived at once)
        :returns: the new fees
        """
        sequence = self.env.ref("membership_fee.sequence_fee").sudo()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                CHARGE,
                prefix=sequence._get_prefix_suffix()[0],
                sequence=f"ir_sequence_{sequence.id:03d}",
                padding=sequence.padding,
                today=fields.Date.context_today(self),
                uid=self.env.uid,
                now=fields.Datetime.now(),
                due=due,
            )
        )
        fees = self.browse(row[0] for row in self.env.cr.fetchall())
        if fees:
            fees.invalidate_model(flush=False)
            self.env["membership.member"].invalidate_model(
                ["fee_ids", "fee_open"], flush=False
            )
        return fees
