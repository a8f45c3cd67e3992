from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.membership_dealer_pricing.models.membership_dealer import MANAGER


class MembershipDealer(models.Model):
    """Who sells to the dealers below this one: we, or this dealer itself."""

    _inherit = "membership.dealer"

    sub_order_mode = fields.Selection(
        [
            ("sold_by_us", "Sold by us"),
            ("passed", "Passed to this dealer"),
        ],
        string="Orders of Sub-dealers",
        default="sold_by_us",
        required=True,
        tracking=True,
        help="Sold by us: we deliver and invoice. Passed: what dealers directly below "
        "this one order on the website goes to this dealer, who delivers and invoices.",
    )

    # === CRUD METHODS === #
    def _check_can_write(self, vals):
        """Who sells to sub-dealers is part of the terms: a manager's matter."""
        result = super()._check_can_write(vals)
        if (
            "sub_order_mode" in vals
            and not self.env.su
            and any(dealer.state != "applied" for dealer in self)
            and not self.env.user.has_group(MANAGER)
        ):
            raise AccessError(
                self.env._("Terms of an approved dealer are changed by a manager.")
            )
        return result

    # === BUSINESS METHODS === #
    def _get_portal_values(self):
        """With what waits between this dealer and those above and below it."""
        values = super()._get_portal_values()
        waiting = self._search_passed(
            [("passed_to_id", "=", self.id), ("passed_state", "=", "sent")], None
        )
        return values | {
            "waiting_count": len(waiting),
            "shows_passed": bool(
                self.sudo().sub_order_mode == "passed"
                or self._get_passing_upline()
                or self._get_passed_orders(1)
                or self._get_sent_orders(1)
            ),
        }

    def _get_passing_upline(self):
        """The upline that this dealer's orders are passed to, as the system.

        Empty where we sell, or while the dealer buys like anybody.
        """
        upline = self.sudo().upline_id
        passes = upline.sub_order_mode == "passed" and self._is_entitled()
        return upline if passes else upline.browse()

    def _get_passed_orders(self, limit=None):
        """Orders that were passed to this dealer, as the system, the newest first."""
        return self._search_passed([("passed_to_id", "=", self.id)], limit)

    def _get_sent_orders(self, limit=None):
        """Orders that this dealer has sent to its upline, as the system."""
        return self._search_passed([("passed_from_id", "=", self.id)], limit)

    def _search_passed(self, domain, limit):
        self.ensure_one()
        return (
            self.env["sale.order"]
            .sudo()
            .search(
                [*domain, ("passed_state", "!=", False)], order="id desc", limit=limit
            )
        )

    def _get_mail_addresses(self):
        """Where a dealer reads its mail: the company's address, else its buyers'.

        False for no dealer: the template is tried on orders that were never passed.
        """
        partner = self.sudo().partner_id
        buyers = partner.child_ids.filtered("user_ids")
        return partner.email or ", ".join(filter(None, buyers.mapped("email"))) or False
