import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class MembershipApiRequest(models.Model):
    """A call that was carried out: its key makes sure that it is carried out once."""

    _name = "membership.api.request"
    _description = "Membership API Request"
    _order = "id desc"
    _rec_name = "key"

    key = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    fingerprint = fields.Char(
        required=True, readonly=True, help="What was asked for, without saying it."
    )
    member_id = fields.Many2one(
        "membership.member", readonly=True, index=True, ondelete="cascade"
    )

    _key_unique = models.UniqueIndex(
        "(company_id, key)", "A call with this key is being carried out: ask again."
    )

    # === BUSINESS METHODS === #
    @api.model
    def _begin(self, key, content):
        """Take a key, as the first write of its transaction.

        Of two calls at once Odoo repeats one, which then finds what the other made.

        :returns: (request, member it has made before)
        :raises ValidationError: if the key was used for something else
        """
        content = json.dumps(content, sort_keys=True, default=str)
        fingerprint = hashlib.sha256(content.encode()).hexdigest()
        company = self.env.company.root_id
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_api_request (key, company_id, fingerprint,
                    create_uid, create_date, write_uid, write_date)
                VALUES (%(key)s, %(company)s, %(fingerprint)s, %(uid)s, %(now)s,
                    %(uid)s, %(now)s)
                ON CONFLICT (company_id, key) DO NOTHING RETURNING id
                """,
                key=key,
                company=company.id,
                fingerprint=fingerprint,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        if new := self.env.cr.fetchone():
            request = self.sudo().browse(new[0])
            return request, request.member_id
        domain = [("company_id", "=", company.id), ("key", "=", key)]
        request = self.sudo().search(domain)
        if request.fingerprint != fingerprint:
            raise ValidationError(
                self.env._(
                    "The key %(key)s was used for another call: make a new one.",
                    key=key,
                )
            )
        return request, request.member_id
