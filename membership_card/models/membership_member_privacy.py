from collections.abc import Collection

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What a list is searched by when somebody looks for a person.
TERM_FIELDS = frozenset(
    {
        "search_term",
        "display_name",
        "name",
        "number",
        "phone",
        "email",
        "partner_id",
        "partner_id.name",
        "partner_id.phone",
    }
)


class MembershipMember(models.Model):
    """Who sees what of a member, and who is noted to have seen it."""

    _name = "membership.member"
    _inherit = ["membership.member", "membership.access.logged"]

    anonymised_on = fields.Date(readonly=True, copy=False)

    # === CRUD METHODS === #
    @api.model
    def web_search_read(self, domain, specification, **kwargs):
        """Note whom a user has looked up in a list, by what term."""
        result = super().web_search_read(domain, specification, **kwargs)
        if term := self._get_searched_term(domain):
            members = self.browse(row["id"] for row in result["records"])
            self.env["membership.access.log"]._log(
                "lookup", members, term, count=result["length"]
            )
        return result

    def web_read(self, specification):
        """Note whose file a user has opened."""
        result = super().web_read(specification)
        if len(self) == 1 and "partner_id" in specification:
            self.env["membership.access.log"]._log("open", self)
        return result

    @api.model
    def _get_searched_term(self, domain):
        """The text that a domain looks for in names, phones and numbers, if any."""
        for condition in Domain(domain).iter_conditions():
            if condition.field_expr not in TERM_FIELDS:
                continue
            value = condition.value
            texts = [value] if isinstance(value, str) else value
            # Ids and yes or no are no texts that somebody typed.
            if isinstance(texts, Collection):
                for text in texts:
                    if isinstance(text, str) and text:
                        return text
        return None

    def _message_add_default_recipients(self):
        """The discussion under a file proposes no e-mail to who sees it masked."""
        if self._has_field_access(self._fields["email"], "read"):
            return super()._message_add_default_recipients()
        nobody = {
            "email_cc_lst": [],
            "email_to_lst": [],
            "partners": self.partner_id[:0],
        }
        return {member.id: dict(nobody) for member in self}

    # === ACTION METHODS === #
    def action_show_phone(self):
        """Show the full number to somebody who sees it masked, and note that."""
        self.ensure_one()
        self.check_access("read")
        self.env["membership.access.log"]._log(
            "reveal", self, detail=self.env._("phone")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.display_name,
                "message": self.sudo().phone or self.env._("No phone on file."),
                "type": "info",
                "sticky": True,
            },
        }

    def action_view_access(self):
        """Open who looked at this member's data."""
        return self._action_view("membership.access.log", self.env._("Access"))

    def action_anonymise(self):
        """Open the window that asks why these members are anonymised."""
        if self.filtered(lambda member: member.state != "closed"):
            raise UserError(
                self.env._("Close the membership first: only former members are wiped.")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Anonymise"),
            "res_model": "membership.member.anonymise",
            "view_mode": "form",
            "target": "new",
            "context": {"default_member_ids": self.ids},
        }
