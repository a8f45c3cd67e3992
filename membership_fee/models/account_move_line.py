from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    membership_fee_id = fields.Many2one(
        "membership.fee",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The fee that this line charges or credits.",
    )

    # === HOOKS === #
    def _is_membership_purchase(self):
        """A fee is no purchase: it earns no points and lifts nobody."""
        return super()._is_membership_purchase() and not self.membership_fee_id
