from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    membership_dealer_ids = fields.One2many(
        "membership.dealer",
        "partner_id",
        string="Dealer Files",
        groups="membership_dealer_pricing.group_dealer_user",
    )
    membership_dealer_id = fields.Many2one(
        "membership.dealer",
        string="Dealer",
        compute="_compute_membership_dealer",
        groups="membership_dealer_pricing.group_dealer_user",
        help="The dealer that this contact buys for.",
    )

    # === COMPUTE METHODS === #
    def _compute_membership_dealer(self):
        found = self.env["membership.dealer"]._get_ids_by_partner(
            self._origin.ids, self.env.company
        )
        for partner in self:
            partner.membership_dealer_id = found.get(partner._origin.id, False)

    # === CRUD METHODS === #
    def write(self, vals):
        """Who moves to another company buys for another dealer, at once."""
        result = super().write(vals)
        if "parent_id" in vals:
            self.env["membership.dealer"]._forget_prices()
        return result

    # === ACTION METHODS === #
    def action_view_dealer(self):
        """Open the dealer that this contact buys for, or begin a file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.dealer",
            "res_id": self.membership_dealer_id.id,
            "view_mode": "form",
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }

    # === BUSINESS METHODS === #
    def _get_dealer(self, company=None):
        """The dealer that this contact buys for, as the system; empty if none.

        A dealer who was suspended or closed is found, too: ask ``_is_entitled``.

        :param company: default: the current one
        """
        self.ensure_one()
        Dealer = self.env["membership.dealer"].sudo()
        found = Dealer._get_ids_by_partner(self.ids, company or self.env.company)
        return Dealer.browse(found.get(self.id))

    def _is_dealer(self):
        """Whether this contact buys for a dealer, suspended ones included."""
        return super()._is_dealer() or self._get_dealer().state in (
            "approved",
            "suspended",
        )

    def _filter_dealer_prices(self):
        found = self.env["membership.dealer"]._get_pricelists(
            self.ids, self.env.company
        )
        return super()._filter_dealer_prices() | self.browse(found)
