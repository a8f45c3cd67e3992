from odoo import api, fields, models
from odoo.tools import SQL

from ..const import DOCUMENT_CHUNK


class MembershipFee(models.Model):
    """Reminders: once before the due day and once after it, never twice."""

    _inherit = "membership.fee"

    # === BUSINESS METHODS === #
    @api.model
    def _run_reminders(self):
        """Nightly: remind members of what is due soon and of what is overdue."""
        for occasion in ("before", "after"):
            while fees := self._mark_reminded(occasion):
                fees._remind(occasion)
                if not self.env["ir.cron"]._commit_progress(len(fees)):
                    return False
        return True

    def _mark_reminded(self, occasion):
        """Take the next fees to remind of; another job cannot take them again."""
        today = fields.Date.context_today(self)
        if occasion == "before":
            column = SQL("reminded_before_on")
            is_time = SQL(
                "company.membership_fee_days_before > 0 AND fee.due_on >= %s::date "
                "AND fee.due_on - company.membership_fee_days_before <= %s::date",
                today,
                today,
            )
        else:
            column = SQL("reminded_after_on")
            is_time = SQL(
                "company.membership_fee_days_after > 0 "
                "AND fee.due_on + company.membership_fee_days_after <= %s::date",
                today,
            )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE membership_fee SET %(column)s = %(today)s WHERE id IN (
                    SELECT fee.id FROM membership_fee fee
                    JOIN res_company company ON company.id = fee.company_id
                    WHERE fee.state IN ('due', 'invoiced') AND fee.%(column)s IS NULL
                        AND %(is_time)s
                    ORDER BY fee.id LIMIT %(limit)s)
                RETURNING id
                """,
                column=column,
                today=today,
                is_time=is_time,
                limit=DOCUMENT_CHUNK,
            )
        )
        fees = self.browse(sorted(row[0] for row in self.env.cr.fetchall()))
        fees.invalidate_recordset(flush=False)
        return fees

    # === HOOKS === #
    def _remind(self, occasion):
        """Hook: tell members what they owe: by e-mail, else staff by an activity.

        :param str occasion: ``before`` or ``after`` the due day
        """
        template = self.env.ref(f"membership_fee.mail_template_{occasion}")
        mailed = self.filtered(lambda fee: fee.partner_id.email)
        if mailed:
            template.send_mail_batch(mailed.ids)
        # Who is overdue is called as well; who has no address is called only.
        called = self if occasion == "after" else self - mailed
        for fee in called:
            user = fee.company_id.membership_fee_user_id
            if user:
                fee.activity_schedule(
                    "mail.mail_activity_data_call",
                    user_id=user.id,
                    summary=self.env._(
                        "%(member)s owes %(amount)s since %(day)s",
                        member=fee.member_id.display_name,
                        amount=fee.currency_id.format(fee.amount_open),
                        day=fee.due_on,
                    )
                    if occasion == "after"
                    else self.env._(
                        "%(member)s has to pay %(amount)s by %(day)s",
                        member=fee.member_id.display_name,
                        amount=fee.currency_id.format(fee.amount_open),
                        day=fee.due_on,
                    ),
                )
