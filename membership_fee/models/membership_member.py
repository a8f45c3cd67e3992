from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.membership_card.const import OPEN_STATES


class MembershipMember(models.Model):
    """What a member owes in fees, and what an unpaid fee suspends."""

    _inherit = "membership.member"

    fee_ids = fields.One2many("membership.fee", "member_id", string="Fees")
    fee_currency_id = fields.Many2one(related="company_id.currency_id")
    fee_open = fields.Monetary(
        string="Open Fees",
        compute="_compute_fee_open",
        currency_field="fee_currency_id",
        help="Fees charged and not paid yet.",
    )
    is_fee_suspended = fields.Boolean(
        string="Benefits Suspended",
        compute="_compute_is_fee_suspended",
        search="_search_is_fee_suspended",
        help="A fee is unpaid after its days of grace: no member price and no points "
        "until it is paid or waived. Stored value stays the member's own.",
    )

    # === COMPUTE METHODS === #
    @api.depends("fee_ids.amount_open")
    def _compute_fee_open(self):
        groups = self.env["membership.fee"]._read_group(
            [("member_id", "in", self.ids), ("state", "in", OPEN_STATES)],
            ["member_id"],
            ["amount_open:sum"],
        )
        sums = dict(groups)
        for member in self:
            member.fee_open = sums.get(member, 0)

    @api.depends("fee_ids.state", "fee_ids.grace_until")
    def _compute_is_fee_suspended(self):
        suspended = self._get_fee_suspended()
        for member in self:
            member.is_fee_suspended = member in suspended

    def _search_is_fee_suspended(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return [
            ("company_id.membership_fee_suspend", "=", True),
            (
                "fee_ids",
                "any",
                [
                    ("state", "in", OPEN_STATES),
                    ("grace_until", "<", fields.Date.context_today(self)),
                ],
            ),
        ]

    # === ACTION METHODS === #
    def action_view_fees(self):
        """Open the fees of this member."""
        action = self._action_view("membership.fee", self.env._("Fees"))
        return {**action, "context": {"create": False}}

    def action_charge_fee(self):
        """Open the window that charges a fee by hand, for example a statement's."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Charge a Fee"),
            "res_model": "membership.fee.charge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_member_id": self.id},
        }

    # === HOOKS === #
    def _wipe_file(self):
        """Fees stay with their amounts; why somebody was let off is between them."""
        result = super()._wipe_file()
        fees = self.fee_ids.with_context(tracking_disable=True)
        fees.filtered("waive_reason").write({"waive_reason": "–"})
        self._wipe_threads(fees)
        return result

    def _merge_into(self, survivor):
        """Fees go along; of two for the same thing only the survivor's is owed."""
        res = super()._merge_into(survivor)
        self.env["membership.fee"].sudo()._drop_doubles(self, survivor)
        self._repoint("membership.fee", survivor)
        return res

    def _after_enrol(self, vals, outlet=None):
        """The joining fee: once in the life of a person, at the first card."""
        result = super()._after_enrol(vals, outlet)
        key = f"joining:{self.sudo().partner_id.id}"
        earlier = self.env["membership.fee"].sudo()
        if not earlier.search_count(
            [("company_id", "=", self.company_id.id), ("key", "=", key)], limit=1
        ):
            self._charge_fee("joining", key, outlet=outlet)
        return result

    def _charge_fee(self, kind, key, card=None, outlet=None):
        """Make this member owe what the schedule says.

        :returns: the ``membership.fee``; empty if it is free
        """
        super()._charge_fee(kind, key, card, outlet)
        return self.env["membership.fee"]._charge(self, kind, key, card, outlet)

    def _has_benefits(self):
        """Not while a fee is unpaid after its days of grace."""
        return super()._has_benefits() and not self._get_fee_suspended()

    # === HELPERS === #
    def _get_main_card(self):
        """The card whose type decides what the membership costs."""
        self.ensure_one()
        cards = self.sudo().card_ids.sorted("id")
        active = cards.filtered(lambda card: card.state == "active")
        return (active or cards)[:1]

    def _get_fee_suspended(self):
        """Those of these members whose benefits an unpaid fee suspends."""
        if not self.env["membership.fee.schedule"]._is_anything_charged():
            return self.browse()
        # By SQL: every sale asks.
        self.env["membership.fee"].flush_model(["state", "grace_until"])
        self.env["res.company"].flush_model(["membership_fee_suspend"])
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT fee.member_id FROM membership_fee fee
                JOIN res_company company ON company.id = fee.company_id
                WHERE fee.member_id = ANY(%(members)s)
                  AND fee.state = ANY(%(open)s)
                  AND fee.grace_until < %(today)s
                  AND company.membership_fee_suspend
                """,
                members=self.ids,
                open=list(OPEN_STATES),
                today=fields.Date.context_today(self),
            )
        )
        return self.browse(row[0] for row in self.env.cr.fetchall())
