from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.modules.db import FunctionStatus

from ..const import MONTH_DAY


def _get_trigram_definition(registry):
    """As core makes a trigram index, where PostgreSQL can."""
    if not registry.has_trigram:
        return ""
    is_indexable = registry.has_unaccent == FunctionStatus.INDEXABLE
    name = registry.unaccent("name") if is_indexable else "name"
    return f"USING gin ({name} gin_trgm_ops)"


class ResPartner(models.Model):
    _inherit = "res.partner"

    # The addons below do not translate them.
    birthdate_date = fields.Date(string="Birthday")
    gender = fields.Selection(
        selection_add=[("male", "Male"), ("female", "Female"), ("other", "Other")],
    )
    membership_member_ids = fields.One2many("membership.member", "partner_id")
    membership_member_id = fields.Many2one(
        "membership.member",
        string="Member",
        compute="_compute_membership_member",
        help="The membership in the current company.",
    )
    membership_level_id = fields.Many2one(
        "membership.level", string="Level", compute="_compute_membership_member"
    )

    membership_offer_ids = fields.One2many("membership.enrol.offer", "partner_id")
    membership_is_offered = fields.Boolean(
        string="Offer Membership",
        compute="_compute_membership_is_offered",
        store=True,
        help="A rule says that this customer should be asked.",
    )

    # Enrolment and import look for a contact by phone.
    _phone_sanitized_index = models.Index(
        "(phone_sanitized) WHERE phone_sanitized IS NOT NULL"
    )

    # Members are found by name: from its beginning, or by three letters anywhere.
    _name_pattern_index = models.Index("(name varchar_pattern_ops)")
    _name_trigram_index = models.Index(_get_trigram_definition)

    # Who has a birthday this month, among a million.
    _birthday_index = models.Index(
        f"(({MONTH_DAY.format('birthdate_date')})) WHERE birthdate_date IS NOT NULL"
    )

    # === COMPUTE METHODS === #
    @api.depends("membership_member_ids.state", "membership_member_ids.level_id")
    @api.depends_context("company")
    def _compute_membership_member(self):
        members = self.env["membership.member"].search(
            [
                ("partner_id", "in", self.ids),
                ("company_id", "=", self.env.company.root_id.id),
                ("state", "!=", "closed"),
            ]
        )
        by_partner = {member.partner_id.id: member for member in members}
        for partner in self:
            member = by_partner.get(partner._origin.id, members.browse())
            partner.membership_member_id = member
            partner.membership_level_id = member.level_id

    @api.depends("membership_offer_ids.state")
    def _compute_membership_is_offered(self):
        for partner in self:
            states = partner.sudo().membership_offer_ids.mapped("state")
            partner.membership_is_offered = "open" in states

    # === CONSTRAINT METHODS === #
    @api.constrains("birthdate_date")
    def _check_membership_birthday(self):
        self.sudo().membership_member_ids._check_birthday()

    # === CRUD METHODS === #
    @api.ondelete(at_uninstall=False)
    def _unlink_except_member(self):
        member = (
            self.env["membership.member"]
            .sudo()
            .search([("partner_id", "in", self.ids)], limit=1)
        )
        if member:
            raise UserError(
                self.env._(
                    "%(name)s is a member (%(number)s) and cannot be deleted: close "
                    "the membership and archive the contact instead.",
                    name=member.partner_id.name,
                    number=member.number,
                )
            )

    # === ACTION METHODS === #
    def action_view_member(self):
        """Open the membership of this contact, or the window that makes one."""
        self.ensure_one()
        if self.membership_member_id:
            return {
                "type": "ir.actions.act_window",
                "res_model": "membership.member",
                "res_id": self.membership_member_id.id,
                "view_mode": "form",
            }
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership_card.membership_member_enrol_action"
        )
        return action | {"context": {"default_partner_id": self.id}}

    # === BUSINESS METHODS === #
    def _check_accounts_of_staff(self):
        """Raise if one of these is a colleague with a user account, and the user may
        not change accounts: who changes the address changes who gets in.

        What core asks of whoever edits contacts; merging members does it in sudo.
        """
        accounts = self.sudo().with_context(active_test=False).user_ids
        staff = accounts.filtered(lambda user: user._is_internal()) - self.env.user
        if staff:
            staff.sudo(False).check_access("write")

    # === HOOKS === #
    def _is_dealer(self):
        """Hook: whether this contact buys as a dealer, so that ordinary cards are not
        for him; the addon that knows dealers says so.
        """
        self.ensure_one()
        return False
