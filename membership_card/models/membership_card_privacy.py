from odoo import api, fields, models

from ..privacy import mask_code


class MembershipCard(models.Model):
    """Card numbers in lists: enough to compare them with the card in hand."""

    _name = "membership.card"
    _inherit = ["membership.card", "membership.access.logged"]

    number_masked = fields.Char(
        string="Number (masked)", compute="_compute_number_masked", compute_sudo=True
    )

    # === COMPUTE METHODS === #
    @api.depends("number")
    def _compute_number_masked(self):
        for card in self:
            card.number_masked = mask_code(card.number)
