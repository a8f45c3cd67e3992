from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.membership_card.const import HOLDER_KINDS

# What the points of a member are estimated from: large enough to hide rounding.
SAMPLE = Decimal(10000)


class MembershipMember(models.Model):
    _name = "membership.member"
    _inherit = ["membership.member", "pos.load.mixin"]

    # === POS === #
    @api.model
    def _load_pos_data_domain(self, data, config):
        """No member is preloaded: a till starts alike with ten and a million."""
        return False

    @api.model
    def _load_pos_data_fields(self, config):
        return ["number"]

    # === HOOKS === #
    def _merge_into(self, survivor):
        """Orders of the till go along: what comes back is refunded to who goes on."""
        res = super()._merge_into(survivor)
        self._repoint("pos.order", survivor, "membership_member_id")
        return res

    # === BUSINESS METHODS === #
    def _release_till_holds(self, keys):
        """Give back what payments with these keys have reserved.

        :param keys: uuids of payments that will not happen
        """
        if not self or not keys:
            return
        holds = (
            self.env["membership.hold"]
            .sudo()
            .search(
                [
                    ("account_id", "in", self._get_drawn_accounts().ids),
                    ("key", "in", list(keys)),
                    ("state", "=", "pending"),
                ]
            )
        )
        holds._release(reason=self.env._("Payment cancelled at the till"))

    def _get_default_card(self):
        """The card of a member who was found by phone or name: the first usable one.

        Never one that somebody else carries: that one has a holder and limits.
        """
        self.ensure_one()
        usable = self.sudo().card_ids.filtered(
            lambda card: (
                card.state == "active" and card.type_id._get_kind() not in HOLDER_KINDS
            )
        )
        return usable[:1]

    def _get_points_rate(self, outlet, company):
        """Points that one unit of money earns here today: an estimate for the till.

        What certain products do not earn is left out: the server counts exactly when
        the order is paid.
        """
        self.ensure_one()
        purchase = (
            self.env["membership.purchase"]
            .sudo()
            .new(
                {
                    "member_id": self.id,
                    "outlet_id": outlet.id,
                    "company_id": company.id,
                    "currency_id": company.currency_id.id,
                    "date": fields.Datetime.now(),
                    "amount_total": float(SAMPLE),
                    "amount_untaxed": float(SAMPLE),
                }
            )
        )
        return float(purchase._get_accrual().points / SAMPLE)

    def _wipe_contact(self, partner):
        """Orders stay with their amounts; how to reach the buyer goes."""
        result = super()._wipe_contact(partner)
        orders = self.env["pos.order"].search(
            [
                "|",
                ("membership_member_id", "=", self.id),
                ("partner_id", "=", partner.id),
            ]
        )
        # By SQL: closed orders are written to by nobody, and nothing depends on it.
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE pos_order SET email = NULL, mobile = NULL, "
                "general_customer_note = NULL, internal_note = NULL "
                "WHERE id = ANY(%s)",
                orders.ids,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE pos_order_line SET customer_note = NULL, note = NULL "
                "WHERE order_id = ANY(%s)",
                orders.ids,
            )
        )
        orders.invalidate_recordset(flush=False)
        orders.lines.invalidate_recordset(flush=False)
        # Receipts that were mailed are pictures of the name.
        self._wipe_threads(orders)
        return result
