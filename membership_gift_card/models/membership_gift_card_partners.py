from odoo import api, fields, models


class MembershipGiftCard(models.Model):
    """Cards at a company that has not issued them, but sells and takes them."""

    _inherit = "membership.gift.card"

    is_foreign = fields.Boolean(
        compute="_compute_is_foreign",
        compute_sudo=True,
        help="Issued by another main company than the one that the user works for.",
    )

    # Cards of several issuers are found, and listed, by their number.
    _number_index = models.Index("(number)")

    # === COMPUTE METHODS === #
    @api.depends("company_id")
    @api.depends_context("allowed_company_ids")
    def _compute_is_foreign(self):
        roots = self.env.companies.root_id
        for card in self:
            card.is_foreign = card.company_id not in roots

    # === BUSINESS METHODS === #
    def _check_taken_at(self, company):
        """Raise unless these cards are sold and taken at ``company``.

        :raises UserError: their type is not shared with it any more, or what happens to
            them could not be booked
        """
        self.sudo().type_id._check_taken_by(company)

    def _check_at_issuer(self, outlet):
        """Raise unless ``outlet`` is one of the company that issued these cards."""
        self.sudo().type_id._check_issued_by(outlet.sudo().company_id)
