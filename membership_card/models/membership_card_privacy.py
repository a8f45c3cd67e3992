from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..privacy import mask_code

# Who needs numbers of cards in full: to compare, to enter, to check.
FULL_NUMBER = tuple(
    f"membership_ledger.group_{name}" for name in ("operator", "card_centre", "auditor")
)
MASKS = {
    "number": mask_code,
    "barcode": mask_code,
    # Pictures of the same.
    "barcode_image": lambda _image: False,
    "qr_image": lambda _image: False,
}


class MembershipCard(models.Model):
    """Card numbers: who only serves compares them with the card in hand."""

    _name = "membership.card"
    _inherit = ["membership.card", "membership.masked", "membership.access.logged"]

    _masks = MASKS

    number_masked = fields.Char(
        string="Number (masked)", compute="_compute_number_masked", compute_sudo=True
    )

    # === COMPUTE METHODS === #
    @api.depends("number")
    def _compute_number_masked(self):
        for card in self:
            card.number_masked = mask_code(card.number)

    @api.depends("number")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Wherever another record names its card."""
        sees = self._sees_unmasked()
        for card in self:
            card.display_name = card.number if sees else mask_code(card.number)

    # === BUSINESS METHODS === #
    def _get_shown_number(self):
        """The number on a paper: in full for who sees numbers, and for the system."""
        self.ensure_one()
        is_seen = self.env.su or self._sees_unmasked()
        card = self.sudo()
        return card.number if is_seen else card.number_masked

    @api.model
    def _check_may_print(self):
        """Raise unless this user sees numbers in full: they stand on every card."""
        if not self._sees_unmasked():
            raise AccessError(
                self.env._(
                    "The number stands on the card, and you see numbers masked: ask an "
                    "operator or the card centre to print it."
                )
            )

    # === HOOKS === #
    def _sees_unmasked(self):
        """Whether this user sees numbers of cards in full."""
        user = self.env.user
        return not user._is_internal() or any(map(user.has_group, FULL_NUMBER))

    def _filter_members(self):
        return self

    @api.model
    def _get_masked_sql(self, _alias):
        return SQL("TRUE")

    @api.model
    def _get_exact_domain(self, term):
        return Domain("number", "in", [term]) | Domain("barcode", "in", [term])
