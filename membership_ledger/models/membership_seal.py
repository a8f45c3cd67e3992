import hashlib

from odoo import api, fields, models
from odoo.tools import SQL

from ..chain import link

# Last entry of each account that has one beyond its last sealed head.
MOVED_HEADS = """
SELECT account.id, account.last_number, entry.hash
FROM membership_account account
JOIN membership_entry entry ON entry.account_id = account.id
    AND entry.number = account.last_number
LEFT JOIN LATERAL (
    SELECT number FROM membership_seal_head head
    WHERE head.account_id = account.id ORDER BY number DESC LIMIT 1
) sealed ON TRUE
WHERE account.last_number > COALESCE(sealed.number, 0)
ORDER BY account.id
"""


class MembershipSeal(models.Model):
    """Where every account's chain stood on a night, as one digest.

    A chain of hashes proves that nothing in the middle was changed; it cannot show that
    its last entries were cut off. A seal can: it names the number and head hash of each
    account that moved since its last head, chained to the seal before. The digest is
    mailed to the auditors, so that the seals themselves cannot be rewritten unseen.
    """

    _name = "membership.seal"
    _inherit = "membership.append.only"
    _description = "Membership Seal"
    _order = "id desc"
    _rec_name = "digest"

    sealed_at = fields.Datetime(required=True, readonly=True)
    account_count = fields.Integer(
        readonly=True, help="Accounts that moved since the seal before."
    )
    digest = fields.Char(required=True, readonly=True)
    head_ids = fields.One2many("membership.seal.head", "seal_id", readonly=True)

    # === BUSINESS METHODS === #
    @api.model
    def _seal(self):
        """Seal all accounts that moved since their last head.

        :returns: the new ``membership.seal``, or an empty one if nothing moved
        """
        self.env["membership.account"]._flush_ledger()
        previous = self.sudo().search([], limit=1)
        self.env.cr.execute(SQL(MOVED_HEADS))
        heads = self.env.cr.fetchall()
        if not heads:
            return self.sudo()
        self.env.cr.execute(
            SQL(
                "INSERT INTO membership_seal (sealed_at, account_count, digest) "
                "VALUES (%s, %s, %s) RETURNING id",
                self._get_posting_time(),
                len(heads),
                self._get_digest(previous.digest or "", heads),
            )
        )
        seal = self.sudo().browse(self.env.cr.fetchone()[0])
        self.env.cr.execute(
            SQL(
                "INSERT INTO membership_seal_head (seal_id, account_id, number, hash) "
                "SELECT %s, * FROM unnest(%s::integer[], %s::integer[], %s::text[])",
                seal.id,
                *([head[i] for head in heads] for i in range(3)),
            )
        )
        seal.invalidate_recordset(flush=False)
        return seal

    @staticmethod
    def _get_digest(previous, heads):
        """SHA-256 over the digest before and all heads in account order."""
        digest = hashlib.sha256(link([previous]).encode())
        for account_id, number, head in heads:
            digest.update(f"{account_id}:{number}:{head}\n".encode())
        return digest.hexdigest()

    def _get_broken(self):
        """The seals that do not follow from their heads and the seal before."""
        broken = self.sudo()
        previous = ""
        # pylint: disable=no-search-all; the chain of seals is checked as a whole
        for seal in self.sudo().search([], order="id"):
            self.env.cr.execute(
                SQL(
                    "SELECT account_id, number, hash FROM membership_seal_head "
                    "WHERE seal_id = %s ORDER BY account_id",
                    seal.id,
                )
            )
            heads = self.env.cr.fetchall()
            if seal.digest != self._get_digest(previous, heads):
                broken |= seal
            previous = seal.digest
        return broken

    def _mail_auditors(self):
        """Send the digest to everybody who audits; no seal, no mail."""
        template = self.env.ref("membership_ledger.mail_template_seal", False)
        auditors = self.env.ref("membership_ledger.group_auditor").sudo().all_user_ids
        addresses = [user.email for user in auditors if user.email]
        for seal in self if template and addresses else ():
            template.sudo().send_mail(
                seal.id, email_values={"email_to": ",".join(sorted(set(addresses)))}
            )

    @api.model
    def _cron_seal(self):
        """Nightly: seal and tell the auditors."""
        self._seal()._mail_auditors()


class MembershipSealHead(models.Model):
    """Number and hash of one account's last entry when it was sealed."""

    _name = "membership.seal.head"
    _inherit = "membership.append.only"
    _description = "Membership Seal Head"
    _order = "id desc"

    seal_id = fields.Many2one(
        "membership.seal", required=True, readonly=True, index=True, ondelete="restrict"
    )
    account_id = fields.Many2one(
        "membership.account", required=True, readonly=True, ondelete="restrict"
    )
    number = fields.Integer(required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)

    _number_unique = models.UniqueIndex(
        "(account_id, number)", "This head is sealed already."
    )
