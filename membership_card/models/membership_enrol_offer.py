from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipEnrolOffer(models.Model):
    """A customer to whom a rule offers membership, and what came of it."""

    _name = "membership.enrol.offer"
    _inherit = ["membership.guarded", "membership.naming"]
    _description = "Membership Offer"
    _order = "id desc"
    _rec_name = "partner_id"

    _by_acts = frozenset(("rule_id", "partner_id", "amount", "state", "member_id"))

    rule_id = fields.Many2one(
        "membership.enrol.rule", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="rule_id.company_id", store=True, string="Company"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    phone = fields.Char(related="partner_id.phone")
    amount = fields.Monetary(
        string="Spent", readonly=True, help="What the rule counted."
    )
    state = fields.Selection(
        [("open", "Open"), ("accepted", "Member"), ("declined", "Declined")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    member_id = fields.Many2one(
        "membership.member",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    note = fields.Char(help="Why he could not be made a member, or does not want to.")

    _partner_unique = models.UniqueIndex(
        "(company_id, partner_id)", "Membership was offered to this customer before."
    )

    # === ACTION METHODS === #
    def action_enrol(self):
        """The customer said yes."""
        self.env["membership.member"].check_access("create")
        self.check_access("write")
        members = self.env["membership.member"]
        for offer in self:
            members |= offer._enrol()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Members"),
            "res_model": "membership.member",
            "view_mode": "list,form" if len(members) > 1 else "form",
            "res_id": members[:1].id,
            "domain": [("id", "in", members.ids)],
        }

    def action_decline(self):
        """The customer said no: nobody asks again."""
        self.check_access("write")
        self._check_open()
        self.sudo().state = "declined"

    # === BUSINESS METHODS === #
    def _enrol(self):
        """Make this customer a member, on the rule's level and card type."""
        self.ensure_one()
        self._check_open()
        offer = self.sudo()
        rule, partner = offer.rule_id, offer.partner_id
        member = self.env["membership.member"]._enrol(
            {
                "partner_id": partner.id,
                "company_id": offer.company_id.id,
                "level_id": rule.level_id.id,
                "type_id": rule.type_id.id,
                "source": "rule",
            }
        )
        offer.write({"state": "accepted", "member_id": member.id})
        return member.sudo(False)

    @api.model
    def _get_open(self, partners, company):
        """What is offered to these customers of a company, in sudo."""
        return self.sudo().search(
            [
                ("state", "=", "open"),
                ("partner_id", "in", partners.ids),
                ("company_id", "=", company.root_id.id),
            ]
        )

    @api.model
    def _close_answered(self, offers=None):
        """Who became a member another way needs no offer any more.

        :param offers: those to look at; default: all that are open
        """
        if offers is None:
            offers = self.sudo().search([("state", "=", "open")])
        members = self.env["membership.member"].sudo()
        members = members.search([("partner_id", "in", offers.partner_id.ids)])
        known = {(member.company_id, member.partner_id): member for member in members}
        for offer in offers:
            if member := known.get((offer.company_id, offer.partner_id)):
                offer.write({"state": "accepted", "member_id": member.id})

    @api.model
    def _note_accepted(self, rule, member, amount):
        """Note that ``member`` became one by ``rule`` without an offer in between.

        :param amount: what the rule counted
        """
        partner, company = member.partner_id, member.company_id
        domain = [("partner_id", "=", partner.id), ("company_id", "=", company.id)]
        if not self.sudo().search_count(domain, limit=1):
            self.sudo().create(
                {
                    "rule_id": rule.id,
                    "partner_id": partner.id,
                    "amount": float(amount),
                    "state": "accepted",
                    "member_id": member.id,
                }
            )

    def _check_open(self):
        if done := self.sudo().filtered(lambda offer: offer.state != "open")[:1]:
            raise UserError(
                self.env._(
                    "%(name)s answered already.", name=done.partner_id.display_name
                )
            )
