from odoo import fields, models


class MembershipOutlet(models.Model):
    """A place where a partner company accepts our cards."""

    _inherit = "membership.outlet"

    cobrand_partner_id = fields.Many2one(
        "res.partner",
        string="Run by Co-brand Partner",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("is_company", "=", True)],
        help="A place of a partner company where our cards are accepted.",
    )
    cobrand_percent = fields.Float(
        string="Settled (%)",
        digits=(16, 2),
        help="Percent of what our members buy there that the partner owes to us.",
    )

    _cobrand_percent_range = models.Constraint(
        "CHECK (cobrand_percent BETWEEN 0 AND 100)",
        "A share is between 0 and 100 percent.",
    )
