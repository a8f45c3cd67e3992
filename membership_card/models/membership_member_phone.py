import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..phone_numbers import mobile_to_e164
from ..privacy import mask_emails, mask_phone

PHONE_DIGITS = 5  # fewer are no phone
# Who reads a phone; others see enough of it to recognise it.
FULL_PHONE = "membership_ledger.group_card_centre,membership_ledger.group_auditor"


def _phone_taken(env, diagnostics):
    """Message of the unique index: names the holder, also when two tills race."""
    return env["membership.member"]._get_phone_message(
        (diagnostics and diagnostics.message_detail) or ""
    )


class MembershipMember(models.Model):
    """One phone, one member."""

    _inherit = "membership.member"

    phone = fields.Char(
        compute="_compute_phone",
        store=True,
        groups=FULL_PHONE,
        help="In international form. One phone, one member.",
    )
    phone_masked = fields.Char(
        string="Phone (masked)", compute="_compute_phone_masked", compute_sudo=True
    )
    email_masked = fields.Char(
        string="E-mail (masked)", compute="_compute_email_masked", compute_sudo=True
    )
    is_phone_shared = fields.Boolean(
        readonly=True,
        copy=False,
        help="The company lets several members have this phone.",
    )

    _phone_unique = models.UniqueIndex(
        "(company_id, phone) WHERE phone IS NOT NULL AND state <> 'closed' "
        "AND is_phone_shared IS NOT TRUE",
        _phone_taken,
    )
    _phone_index = models.Index("(company_id, phone) WHERE phone IS NOT NULL")

    # === COMPUTE METHODS === #
    @api.depends("partner_id.phone", "partner_id.country_id", "company_id")
    def _compute_phone(self):
        for member in self:
            member.phone = self._normalize_phone(
                member.partner_id.phone,
                member.partner_id.country_id or member.company_id.country_id,
            )

    @api.depends("phone")
    def _compute_phone_masked(self):
        for member in self:
            member.phone_masked = self._mask(member.phone)

    @api.depends("partner_id.email")
    def _compute_email_masked(self):
        for member in self:
            member.email_masked = mask_emails(member.partner_id.email)

    # === CONSTRAINT METHODS === #
    @api.constrains("phone", "company_id", "state")
    def _check_phone_free(self):
        """Name the holder of a phone; the unique index decides when two tills race."""
        mine = {
            (member.company_id.id, member.phone): member
            for member in self
            if member.phone and member.state != "closed" and not member.is_phone_shared
        }
        if not mine:
            return
        # Raw SQL without flush: flushing would hit the index before the message.
        self.env.cr.execute(
            SQL(
                "SELECT company_id, phone, id FROM membership_member "
                "WHERE phone = ANY(%s) AND state <> 'closed' AND id <> ALL(%s)",
                [phone for _company, phone in mine],
                self.ids,
            )
        )
        for company, phone, holder_id in self.env.cr.fetchall():
            if (company, phone) in mine:
                self._raise_phone_taken(phone, self.browse(holder_id))
        for member in self:
            other = mine.get((member.company_id.id, member.phone), member)
            is_mine = member.state != "closed" and not member.is_phone_shared
            if is_mine and other != member:
                self._raise_phone_taken(member.phone, other)

    # === ACTION METHODS === #
    def action_take_over_phone(self):
        """Open the step by which somebody else gets this member's phone number."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Over Phone"),
            "res_model": "membership.phone.takeover",
            "view_mode": "form",
            "target": "new",
            "context": {"default_member_id": self.id},
        }

    # === BUSINESS METHODS === #
    def _give_up_phone(self, reason):
        """Take a recycled number from its old owner, and keep why.

        :param str reason: how staff know that the number is somebody else's now
        """
        self.ensure_one()
        log = self.env["membership.access.log"]
        log._log("takeover", self, term=self.sudo().phone, detail=reason)
        self.message_post(
            body=self.env._(
                "Phone %(phone)s belongs to somebody else now: %(reason)s",
                phone=self.phone_masked,
                reason=reason,
            )
        )
        self.sudo().partner_id.phone = False
        self.flush_recordset()

    # === HELPERS === #
    @api.model
    def _normalize_phone(self, phone, country):
        """``phone`` in E.164, or False if it cannot be one."""
        if not phone:
            return False
        country = country or self.env.company.country_id
        return mobile_to_e164(phone, country.code) or self._phone_format_number(
            phone, country, force_format="E164"
        )

    @api.model
    def _normalize_term(self, term, company):
        """What was typed at a till or seat of ``company`` as a phone, in E.164.

        :returns: False if it cannot be a phone
        """
        if len(re.sub(r"\D", "", term or "")) < PHONE_DIGITS:
            return False
        root = company._get_membership_root()
        is_international = term.strip().startswith("+")
        region = None if is_international else root._get_membership_country_code()
        phone = mobile_to_e164(term, region)
        return phone or self._normalize_phone(term, root.country_id)

    @api.model
    def _mask(self, phone):
        """Enough of a phone to recognise it, not to call it."""
        return mask_phone(phone) or False

    @api.model
    def _raise_phone_taken(self, phone, holder):
        raise ValidationError(self._get_phone_sentence(phone, holder.sudo()))

    @api.model
    def _get_phone_sentence(self, phone, holder):
        return self.env._(
            "%(phone)s is the phone of member %(name)s, number %(number)s: one phone, "
            "one member.",
            phone=phone,
            name=self._get_shown_name(holder.partner_id.name),
            number=holder.number,
        )

    @api.model
    def _get_shown_name(self, name):
        """``name`` for staff; a visitor of the website is told its beginning only."""
        name = name or ""
        return name if self.env.user._is_internal() else f"{name[:1]}**"

    @api.model
    def _get_shared_phones(self, company):
        """Phones that several members of ``company`` have now."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT phone FROM membership_member WHERE company_id = %s "
                "AND state <> 'closed' AND phone IS NOT NULL "
                "GROUP BY phone HAVING count(*) > 1 ORDER BY phone",
                company.id,
            )
        )
        return [phone for (phone,) in self.env.cr.fetchall()]

    @api.model
    def _set_phones_shared(self, company):
        """Take the unique index off the members of ``company``, or put it on again."""
        shared = not company.membership_one_phone
        self.env.cr.execute(
            SQL(
                "UPDATE membership_member SET is_phone_shared = %s "
                "WHERE company_id = %s AND is_phone_shared IS DISTINCT FROM %s",
                shared,
                company.id,
                shared,
            )
        )
        self.invalidate_model(["is_phone_shared"], flush=False)

    @api.model
    def _get_phone_message(self, detail):
        """The same sentence from what PostgreSQL says about a lost race."""
        match = re.search(r"=\((\d+), (\+\d+)\)", detail)
        holder = match and self.sudo().search(
            [
                ("company_id", "=", int(match[1])),
                ("phone", "=", match[2]),
                ("state", "!=", "closed"),
            ],
            limit=1,
        )
        if holder:
            return self._get_phone_sentence(match[2], holder)
        return self.env._("Another member has this phone: one phone, one member.")
