import ipaddress

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac

SCOPE = "membership_guard.throttle"
KEEP_DAYS = 2


class MembershipThrottle(models.Model):
    """How often somebody asked: a counter per purpose and key, kept for two days."""

    _name = "membership.throttle"
    _description = "Membership Throttle"
    _rec_name = "purpose"

    purpose = fields.Char(required=True, readonly=True)
    # Addresses and phones are personal: only a digest of them is kept.
    digest = fields.Char(required=True, readonly=True)
    since = fields.Datetime(required=True, readonly=True)
    hits = fields.Integer(required=True, readonly=True)

    _purpose_unique = models.UniqueIndex("(purpose, digest)")

    @api.model
    def _hit(self, purpose, key):
        """Count one more time.

        The row is written in any case, so that two requests with the same key run one
        after the other: the second one is retried and sees what the first one did.

        :param str purpose: a key of :meth:`_get_limits`
        :param key: who asks: an address, a phone, an id
        :returns: whether this is still within the limit
        """
        hits_max, minutes = self._get_limits()[purpose]
        now = fields.Datetime.now()
        start = fields.Datetime.subtract(now, minutes=minutes)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_throttle AS t (purpose, digest, since, hits)
                VALUES (%(purpose)s, %(digest)s, %(now)s, 1)
                ON CONFLICT (purpose, digest) DO UPDATE SET
                    hits = CASE WHEN t.since <= %(start)s THEN 1 ELSE t.hits + 1 END,
                    since = CASE WHEN t.since <= %(start)s THEN %(now)s
                                 ELSE t.since END
                RETURNING hits
                """,
                purpose=purpose,
                digest=hmac(self.env(su=True), SCOPE, f"{purpose}:{key}"),
                now=now,
                start=start,
            )
        )
        return self.env.cr.fetchone()[0] <= hits_max

    @api.model
    def _get_limits(self):
        """Hook: {purpose: (how often, within how many minutes)}."""
        return {}

    @api.model
    def _get_network(self, address):
        """What counts as one visitor: an IPv4 address, or the /64 of an IPv6 one."""
        try:
            ip = ipaddress.ip_address(address or "")
        except ValueError:
            return "unknown"
        if ip.version == 4:
            return str(ip)
        return str(ipaddress.ip_network(f"{ip}/64", strict=False))

    @api.autovacuum
    def _gc_throttles(self):
        """Forget who asked."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        self.sudo().search([("since", "<", limit)]).unlink()
