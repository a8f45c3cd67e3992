from odoo import fields, models
from odoo.exceptions import UserError


class MembershipCardType(models.Model):
    """Cards together with a partner company: ours with its name, or its own."""

    _inherit = "membership.card.type"

    cobrand_partner_id = fields.Many2one(
        "res.partner",
        string="Co-brand Partner",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("is_company", "=", True)],
        help="The company whose name is on these cards, too. What is bought with them "
        "is settled with it, see Co-branded Cards in the reports.",
    )
    cobrand_issuer = fields.Selection(
        [("us", "Us"), ("partner", "The Partner")],
        string="Issued By",
        default="us",
        help="The partner: its cards work in our shops. Their numbers are entered or "
        "scanned when the member is enrolled, and are never made by us.",
    )
    cobrand_percent = fields.Float(
        string="Settled (%)",
        digits=(16, 2),
        help="Percent of what is bought with these cards in our shops that we owe to "
        "the partner.",
    )

    _cobrand_percent_range = models.Constraint(
        "CHECK (cobrand_percent BETWEEN 0 AND 100)",
        "A share is between 0 and 100 percent.",
    )

    # === BUSINESS METHODS === #
    def _check_number(self, number):
        """The cards of a partner have the partner's numbers."""
        card_type = self.sudo()
        if not card_type.cobrand_partner_id or card_type.cobrand_issuer != "partner":
            super()._check_number(number)
            return
        partner = card_type.cobrand_partner_id.name
        if not number:
            raise UserError(
                self.env._(
                    "Cards of type %(type)s come from %(partner)s: scan the card.",
                    type=card_type.name,
                    partner=partner,
                )
            )
        if card_type._get_pattern().position(number) is None:
            raise UserError(
                self.env._(
                    "%(number)s is no card of %(partner)s: its numbers look like "
                    "%(example)s.",
                    number=number,
                    partner=partner,
                    example=card_type.number_example,
                )
            )
