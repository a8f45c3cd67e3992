from odoo import models


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    # === BUSINESS METHODS === #
    def _takes_off_prices(self):
        """Whether rewards of this program make goods cheaper: promotions and coupons.

        Gift cards and eWallets are ways to pay, hence no promotions.
        """
        return bool(self) and not self.is_payment_program

    def _is_membership_promotion(self):
        """Whether this program makes the very order cheaper that meets its rules.

        What is earned for later, points or a coupon, is no promotion of this order.
        """
        return (
            self._takes_off_prices()
            and not self.is_nominative
            and self.applies_on != "future"
        )
