from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.membership_ledger.models.erasable import ERASED

# What a contact says about a person, beside every text that is on it.
WIPED = ("state_id", "birthdate_date", "gender", "image_1920", "parent_id")


class MembershipMember(models.Model):
    """A former member becomes a number; the books stay as they are."""

    _inherit = "membership.member"

    # === BUSINESS METHODS === #
    def _anonymise(self, reason):
        """Wipe what says who these former members were, for good.

        Entries, purchases and cards stay, with their hashes: they name numbers only.
        Files that were merged into theirs are about the same people and go with them.

        :param str reason: mandatory, kept in the access log
        :raises UserError: not closed yet, or the contact is still needed
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why these members are anonymised."))
        log = self.env["membership.access.log"]
        merged = self.merged_ids.filtered(lambda member: not member.anonymised_on)
        # The file that went on comes last: a contact they share bears its number.
        for member in (merged | self).sudo().with_context(tracking_disable=True):
            member._check_can_anonymise()
            log._log("anonymise", member, detail=reason.strip())
            member._wipe_file()
            if not member._is_contact_shared():
                member._wipe_contact(member.partner_id)
            member.anonymised_on = fields.Date.context_today(member)
        self.env.flush_all()

    def _check_can_anonymise(self):
        """Hook: raise if this member's data must stay."""
        if self.state != "closed":
            raise UserError(
                self.env._("Close the membership first: only former members are wiped.")
            )
        if any(user._is_internal() for user in self.partner_id.user_ids):
            raise UserError(
                self.env._(
                    "%(member)s is a colleague with a user of this system: his contact "
                    "is not wiped.",
                    member=self.display_name,
                )
            )

        held = self.env["membership.card"].search(
            [
                ("holder_id", "=", self.partner_id.id),
                ("member_id", "!=", self.id),
                ("state", "not in", ("draft", "cancelled")),
            ],
            limit=1,
        )
        if held:
            raise UserError(
                self.env._(
                    "%(member)s still carries card %(card)s of %(owner)s: take it back "
                    "or hand it on first.",
                    member=self.display_name,
                    card=held.number,
                    owner=held.member_id.display_name,
                )
            )

    def _is_contact_shared(self):
        """Whether the contact belongs to a living membership as well."""
        return bool(
            self.partner_id.membership_member_ids.filtered(
                lambda member: member.state != "closed"
            )
        )

    # === HOOKS === #
    def _wipe_file(self):
        """Hook: wipe what this addon's file says about one former member, in sudo."""
        self.ensure_one()
        self.identity_ids.unlink()
        self.anniversary_ids.unlink()
        self.properties = False
        for account in self.account_ids:
            account.name = self.number
        self._erase_typed_texts()
        self._wipe_threads(self)

    def _wipe_contact(self, partner):
        """Hook: wipe what a contact says about a person, in sudo.

        :param partner: the contact of a former member
        """
        people = partner | partner.with_context(active_test=False).child_ids
        self._wipe_outbox(people)
        users = people.with_context(active_test=False).user_ids
        for user in users:
            user.write({"login": f"anonymous-{user.id}", "active": False})
        vals = dict.fromkeys((*WIPED, *self._get_contact_texts()), False)
        vals |= {"category_id": [Command.clear()], "bank_ids": [Command.clear()]}
        name = self.env._("Former member %(number)s", number=self.number)
        people.write({name_: v for name_, v in vals.items() if name_ in people._fields})
        people.write({"name": name, "active": False})
        self._wipe_threads(people)
        messages = self.env["mail.message"].search([("author_id", "in", people.ids)])
        messages.write({"email_from": False})

    @api.model
    def _get_contact_texts(self):
        """Fields of a contact that somebody types into, of whatever addon."""
        return [
            field.name
            for field in self.env["res.partner"]._fields.values()
            if field.type in ("char", "text", "html")
            and field.store
            and not (field.required or field.readonly)
            and field.name not in ("name", "signup_type")
        ]

    # === HELPERS === #
    def _erase_typed_texts(self):
        """Take reasons and notes out of rows that are otherwise never changed."""
        by_account = [("account_id", "in", self.account_ids.ids)]
        by_member = [("member_id", "=", self.id)]
        for name, domain in (
            ("membership.entry", by_account),
            ("membership.hold", by_account),
            ("membership.level.event", by_member),
            ("membership.card.event", by_member),
        ):
            self.env[name].search(domain)._erase_texts()
        merges = self.env["membership.merge"].search([("survivor_id", "=", self.id)])
        merges.write({"reason": ERASED, "values_taken": False})
        links = self.env["membership.link"].sudo()
        links = links.search(
            ["|", ("member_id", "=", self.id), ("linked_id", "=", self.id)]
        )
        for name in ("reason", "end_reason"):
            links.filtered(name).write({name: ERASED})

    def _wipe_outbox(self, people):
        """Delete what waits, or failed, to be sent to these people."""
        self.env["mail.mail"].search([("recipient_ids", "in", people.ids)]).unlink()
        if "sms.sms" in self.env:
            numbers = people.filtered("phone_sanitized").mapped("phone_sanitized")
            texts = ["|", ("partner_id", "in", people.ids), ("number", "in", numbers)]
            self.env["sms.sms"].search(texts).unlink()

    def _wipe_threads(self, records):
        """Delete messages, activities and attachments of ``records``."""
        domain = [("res_id", "in", records.ids)]
        self.env["mail.message"].search(
            [("model", "=", records._name), *domain]
        ).unlink()
        self.env["mail.activity"].with_context(active_test=False).search(
            [("res_model", "=", records._name), *domain]
        ).unlink()
        self.env["ir.attachment"].search(
            [("res_model", "=", records._name), *domain, ("id", "!=", False)]
        ).unlink()
