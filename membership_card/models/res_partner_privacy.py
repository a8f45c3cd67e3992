from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

from ..privacy import mask_emails
from .membership_masked import MASKS


class ResPartner(models.Model):
    """The contact of a member says no more than the member's file does."""

    _name = "res.partner"
    _inherit = ["res.partner", "membership.masked"]

    # === COMPUTE METHODS === #
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Names with an address beside them, where a window asks for that."""
        result = super()._compute_display_name()
        # In sudo as well: that is how names of what a record points to are read.
        if self.env.context.get("show_email") and not self._sees_unmasked():
            for partner in self._filter_members():
                partner.display_name = mask_emails(partner.display_name)
        return result

    def _search_phone_mobile_search(self, operator, value):
        """Core looks with SQL of its own: what a part finds is hidden, too."""
        found = super()._search_phone_mobile_search(operator, value)
        if self.env.su or self._sees_unmasked() or not isinstance(value, str):
            return found
        hidden = found & self._get_shown_domain()
        return hidden | self._get_exact_domain(value.strip("% "))

    # === CRUD METHODS === #
    def export_data(self, fields_to_export):
        """Note who takes data of members along by way of their contacts."""
        result = super().export_data(fields_to_export)
        if members := self._filter_members():
            self.env["membership.access.log"]._log_export(
                self._name, len(members), fields_to_export
            )
        return result

    # === BUSINESS METHODS === #
    def _build_vcard(self):
        """A business card is made of what is masked."""
        if self._get_masked():
            raise AccessError(
                self.env._(
                    "%(name)s is a member, whose phone is masked for you: there is no "
                    "contact file of members.",
                    name=self.name,
                )
            )
        return super()._build_vcard()

    def _field_store_repr(self, field_name):
        """What windows of Discuss show of a contact."""
        if field_name in ("email", "phone"):
            return [Store.Attr(field_name, lambda one: one._show_masked(field_name))]
        return super()._field_store_repr(field_name)

    def _show_masked(self, name):
        return MASKS[name](self[name]) if self._get_masked() else self[name]

    # === HOOKS === #
    def _filter_members(self):
        """People who are members or carry a card: no companies and no colleagues."""
        ids = [partner_id for partner_id in self._ids if isinstance(partner_id, int)]
        if not ids:
            return self.browse()
        self.env["membership.member"].flush_model(["partner_id"])
        self.env["membership.card"].flush_model(["holder_id"])
        self.flush_model(["is_company", "partner_share"])
        self.env.cr.execute(
            SQL(
                "SELECT id FROM res_partner partner WHERE id = ANY(%s) AND %s",
                ids,
                self._get_masked_sql("partner"),
            )
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())

    @api.model
    def _get_masked_sql(self, alias):
        return SQL(
            """(
                %(row)s.is_company IS NOT TRUE AND %(row)s.partner_share
                AND (EXISTS (SELECT FROM membership_member
                             WHERE partner_id = %(row)s.id)
                     OR EXISTS (SELECT FROM membership_card
                                WHERE holder_id = %(row)s.id))
            )""",
            row=SQL.identifier(alias),
        )

    @api.model
    def _get_exact_domain(self, term):
        if "@" in term:
            return Domain("email_normalized", "in", [term.lower()])
        Member = self.env["membership.member"]
        phone = Member._normalize_term(term, self.env.company)
        return Domain("phone_sanitized", "in", [phone]) if phone else Domain.FALSE
