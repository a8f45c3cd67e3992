from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.membership_card.const import OPEN_STATES

CHUNK = 100


class MembershipAssociationDue(models.Model):
    """Reminders of dues: before the due day and after it, or by hand."""

    _inherit = "membership.association.due"

    # === ACTION METHODS === #
    def action_remind(self):
        """Remind the units of what is open of these dues, now."""
        self.check_access("write")
        dues = self.filtered(lambda due: due.state in OPEN_STATES)
        dues._remind()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(count)s units reminded.", count=len(dues)),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === BUSINESS METHODS === #
    @api.model
    def _cron_remind(self):
        """Nightly: remind once before the due day and once after it."""
        while dues := self._find_to_remind():
            dues._remind()
            if not self.env["ir.cron"]._commit_progress(len(dues)):
                break

    @api.model
    def _find_to_remind(self):
        """The next dues whose units are to be reminded today."""
        today = fields.Date.context_today(self)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT due.id FROM membership_association_due due
                JOIN membership_association_unit unit ON unit.id = due.unit_id
                JOIN membership_association_class role ON role.id = unit.role_id
                WHERE due.state = ANY(%(open)s) AND role.remind_days > 0
                    AND unit.state IN ('active', 'suspended')
                    AND CASE WHEN due.due_on < %(today)s
                        THEN due.reminded_on IS NULL OR due.reminded_on <= due.due_on
                        ELSE due.reminded_on IS NULL
                            AND due.due_on - role.remind_days <= %(today)s END
                ORDER BY due.id LIMIT %(limit)s
                """,
                open=list(OPEN_STATES),
                today=today,
                limit=CHUNK,
            )
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())

    # === HOOKS === #
    def _remind(self):
        """Hook: tell units what they owe: by e-mail, else staff by an activity."""
        template = self.env.ref("membership_association.mail_template_due")
        mailed = self.filtered(lambda due: due._get_reminded().email)
        if mailed:
            template.sudo().send_mail_batch(mailed.ids)
        for due in self:
            facts = {
                "year": due.year,
                "amount": due.currency_id.format(due.amount_open),
                "day": due.due_on,
            }
            if due in mailed:
                due.unit_id.message_post(
                    body=self.env._(
                        "Reminded of the dues for %(year)s: %(amount)s, due on "
                        "%(day)s.",
                        **facts,
                    )
                )
            else:
                due.unit_id.activity_schedule(
                    "mail.mail_activity_data_call",
                    user_id=due._get_caller().id,
                    summary=self.env._(
                        "Dues for %(year)s: %(amount)s, due on %(day)s", **facts
                    ),
                )
        self.sudo()._through_gate().reminded_on = fields.Date.context_today(self)

    def _get_reminded(self):
        """Hook: whom a reminder reaches: the main representative, else the unit."""
        self.ensure_one()
        person = self.unit_id.representative_id
        return person if person.email else self.unit_id.partner_id

    def _get_caller(self):
        """Hook: who calls a unit without address: who reminds, else who charged."""
        user = self.env.user
        return self.create_uid if user == self.env.ref("base.user_root") else user
