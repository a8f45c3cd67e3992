from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..const import INVITE_HOURS, INVITE_SCOPE


class MembershipDealerApplication(models.Model):
    """From an approved application to a dealer who can sign in."""

    _inherit = "membership.dealer.application"

    # === BUSINESS METHODS === #
    def _find_duplicates(self):
        """Who this may be already, each in a line for the reviewer."""
        self.ensure_one()
        application = self.sudo()
        lines = []
        same = Domain("email_normalized", "=", application.email_normalized)
        if application.vat:
            same |= Domain("vat", "=", application.vat)
        for partner in self.env["res.partner"].sudo().search(same, limit=5):
            if dealer := partner._get_dealer(application.company_id):
                lines.append(
                    self.env._("Dealer %(dealer)s", dealer=dealer.display_name)
                )
            elif partner != application.partner_id:
                lines.append(self.env._("Contact %(name)s", name=partner.display_name))
        others = self.sudo().search(
            same & Domain("id", "!=", self.id) & Domain("state", "!=", "withdrawn"),
            limit=5,
        )
        lines += [
            self.env._(
                "Application %(name)s of %(company)s",
                name=other.name,
                company=other.company_name,
            )
            for other in others
        ]
        return list(dict.fromkeys(lines))

    def _make_dealer(self):
        """Contact, dealer file and portal user of this applicant.

        A company that is a customer already keeps its contact; a dealer file that it
        has from earlier, closed or never approved, is taken up again.

        :returns: the approved ``membership.dealer``
        """
        self.ensure_one()
        application = self.sudo()
        company, buyer = application._get_contacts()
        Dealer = self.env["membership.dealer"].sudo().with_context(active_test=False)
        dealer = Dealer.search(
            [
                ("partner_id", "=", company.id),
                ("company_id", "=", application.company_id.id),
            ]
        )
        if dealer.state == "closed":
            dealer._change_state("reopen")
        terms = {
            "level_id": application.level_id.id,
            "upline_id": application.upline_id.id,
            "territory_id": application.territory_id.id,
        }
        if dealer:
            dealer.write({name: value for name, value in terms.items() if value})
        else:
            dealer = Dealer.create(
                terms
                | {"partner_id": company.id, "company_id": application.company_id.id}
            )
        if dealer.state == "applied":
            dealer._change_state("approve")
        application._open_portal(buyer)
        return dealer

    def _get_contacts(self):
        """(company, who buys for it): those we know, or new ones."""
        Partner = self.env["res.partner"].sudo()
        buyer = self.partner_id
        company = buyer.commercial_partner_id
        if not company and self.vat:
            found = Partner.search(
                [("vat", "=", self.vat), ("is_company", "=", True)], limit=2
            )
            company = found if len(found) == 1 else company
        if not company:
            company = Partner.create(
                {
                    "name": self.company_name,
                    "is_company": True,
                    "vat": self.vat,
                    "phone": self.phone,
                    "street": self.street,
                    "city": self.city,
                    "zip": self.zip,
                    "country_id": self.country_id.id,
                    "lang": self.lang,
                }
            )
        if not buyer:
            buyer = company.child_ids.filtered(
                lambda child: child.email_normalized == self.email_normalized
            )[:1] or Partner.create(
                {
                    "name": self.contact_name,
                    "email": self.email,
                    "phone": self.phone,
                    "parent_id": company.id,
                    "lang": self.lang,
                }
            )
        return company, buyer

    def _open_portal(self, buyer):
        """Let the buyer sign in; core's window writes the invitation."""
        if buyer.user_ids:
            return
        wizard = (
            self.env["portal.wizard"]
            .sudo()
            .create({"partner_ids": [(6, 0, buyer.ids)]})
        )
        wizard.user_ids.filtered(
            lambda line: not line.is_portal and not line.is_internal
        ).action_grant_access()

    # === BUSINESS METHODS - INVITATIONS === #
    @api.model
    def _make_invite(self, dealer):
        """The end of an address with which somebody applies below ``dealer``."""
        return hash_sign(
            self.env(su=True),
            INVITE_SCOPE,
            [dealer.id],
            expiration_hours=INVITE_HOURS,
        )

    @api.model
    def _read_invite(self, token):
        """The dealer who invites; empty if the invitation is none any more."""
        Dealer = self.env["membership.dealer"].sudo()
        try:
            values = verify_hash_signed(self.env(su=True), INVITE_SCOPE, token or "")
        except (ValueError, UnicodeError):
            return Dealer
        dealer = Dealer.browse(values[0]).exists() if values else Dealer
        return dealer if dealer and dealer._is_entitled() else Dealer
