from odoo import api, fields, models
from odoo.tools import SQL, consteq
from odoo.tools.misc import hmac

from odoo.addons.membership_application import one_time_code

from ..const import CODE_MINUTES, CODE_SENDS, CODE_TRIES, RESEND_SECONDS

SCOPE = "membership_website_application.code"


class MembershipRegistration(models.Model):
    """The code that shows whose phone or mailbox it is: a digest, tries and an end."""

    _inherit = "membership.registration"

    code_digest = fields.Char(readonly=True, groups="base.group_system")
    code_expires_at = fields.Datetime(readonly=True)
    code_tries = fields.Integer(readonly=True)
    code_sends = fields.Integer(readonly=True)
    code_sent_at = fields.Datetime(readonly=True)

    # === BUSINESS METHODS === #
    def _send_code(self):
        """Send a fresh code; the member who has the phone already is told so instead.

        Nobody but the owner of the phone learns which of the two it was.
        """
        self.ensure_one()
        code = one_time_code.make()
        now = fields.Datetime.now()
        self.write(
            {
                "code_digest": self._digest(code),
                "code_expires_at": fields.Datetime.add(now, minutes=CODE_MINUTES),
                "code_tries": 0,
                "code_sends": self.code_sends + 1,
                "code_sent_at": now,
            }
        )
        is_known = self.channel == "sms" and self._find_member()
        body = self._get_known_text() if is_known else self._get_code_text(code)
        email = self.email if self.channel == "email" else False
        subject = self.env._("Your code for %(name)s", name=self.company_id.name)
        self.env["membership.text"]._send(
            body, subject, self.phone, email, self.company_id
        )

    def _resend_code(self):
        """Send another code, if it is time for one.

        :returns: what is wrong, or None
        """
        self.ensure_one()
        next_at = fields.Datetime.add(self.code_sent_at, seconds=RESEND_SECONDS)
        if fields.Datetime.now() < next_at:
            return self.env._("We have just sent a code: please wait a minute.")
        hit = self.env["membership.throttle"]._hit
        within = [
            hit("start_phone", self.phone),
            hit("start_phone_day", self.phone),
            self.code_sends < CODE_SENDS,
        ]
        if not all(within):
            return self._get_throttled_sentence()
        self._send_code()
        return None

    def _confirm(self, code, network):
        """Is ``code`` the one that we sent? Every try counts.

        :param str code: as typed
        :returns: what is wrong, or None if the registration is confirmed now
        """
        self.ensure_one()
        hit = self.env["membership.throttle"]._hit
        within = [hit("code_ip", network), hit("code_phone", self.phone)]
        if not all(within):
            return self._get_throttled_sentence()
        digest = self._use_try()
        if not digest:
            return self.env._(
                "This code has run out: please let us send you a new one."
            )
        if not consteq(digest, self._digest(one_time_code.clean(code))):
            return self.env._("This is not the code: please check it.")
        self.write({"state": "confirmed", "code_digest": False})
        self._finish()
        return None

    # === HELPERS === #
    def _use_try(self):
        """The digest to compare with, one try less; None if there is none left.

        One statement: of two guesses at the same time, both count.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE membership_registration SET code_tries = code_tries + 1
                WHERE id = %(id)s AND state = 'pending' AND code_tries < %(tries)s
                    AND code_expires_at > %(now)s AND code_digest IS NOT NULL
                RETURNING code_digest
                """,
                id=self.id,
                tries=CODE_TRIES,
                now=fields.Datetime.now(),
            )
        )
        row = self.env.cr.fetchone()
        self.invalidate_recordset(["code_tries"])
        return row and row[0]

    def _digest(self, code):
        return hmac(self.env(su=True), SCOPE, f"{self.id}:{code}")

    @api.model
    def _get_code_text(self, code):
        return self.env._(
            "%(company)s: %(code)s is your code. It is good for %(minutes)s minutes. "
            "We never ask you for it.",
            company=self.company_id.name,
            code=code,
            minutes=CODE_MINUTES,
        )

    def _get_known_text(self):
        return self.env._(
            "%(company)s: you are a member already, no need to register. See your card "
            "at %(url)s or tell your phone number at any till.",
            company=self.company_id.name,
            url=f"{self.company_id.website_id.get_base_url()}/my/membership",
        )

    def _find_member(self):
        """The member who has the phone; may be nobody."""
        return self.env["membership.member"].search(
            [
                ("phone", "=", self.phone),
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "closed"),
            ],
            limit=1,
        )
