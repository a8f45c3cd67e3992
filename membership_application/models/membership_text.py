from odoo import api, models
from odoo.tools import plaintext2html


class MembershipText(models.AbstractModel):
    """Short texts with codes in them: queued, sent, and then gone."""

    _name = "membership.text"
    _description = "Short Text to a Person"

    @api.model
    def _send(self, body, subject, phone, email, company):
        """Queue ``body`` by e-mail if there is an address, else by SMS.

        It leaves after the transaction, by Odoo's own queues, and is deleted when it
        has left. It goes to no chatter and no log: it may hold a code.

        :param str phone: in E.164
        :param company: ``res.company`` that writes
        """
        self = self.sudo().with_company(company)
        if email:
            mail = self.env["mail.mail"].create(
                {
                    "subject": subject,
                    "body_html": plaintext2html(body),
                    "email_from": company.email_formatted,
                    "email_to": email,
                    "auto_delete": True,
                }
            )
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
            return mail
        return self.env["sms.sms"].create({"number": phone, "body": body})
