from odoo import api, fields, models


class MembershipAssociationPost(models.Model):
    """A post of the association: president, secretary, director."""

    _name = "membership.association.post"
    _description = "Association Post"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    seats = fields.Integer(required=True, default=1)
    is_officer = fields.Boolean(
        string="Officer", default=True, help="The stricter rules for officers apply."
    )
    term_months = fields.Integer(
        string="Length of a Term", help="In months; 0: until somebody else follows."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    term_ids = fields.One2many("membership.association.term", "post_id")
    holder_names = fields.Char(string="Held By", compute="_compute_holders")
    vacancies = fields.Integer(compute="_compute_holders")
    active = fields.Boolean(default=True)

    _seats_positive = models.Constraint(
        "CHECK (seats > 0 AND term_months >= 0)", "A post has at least one seat."
    )

    # === COMPUTE METHODS === #
    @api.depends("term_ids.date_from", "term_ids.date_to", "seats")
    def _compute_holders(self):
        today = fields.Date.context_today(self)
        for post in self:
            terms = post.term_ids.filtered(lambda term: term._is_current(today))
            post.holder_names = ", ".join(
                term.person_id.name or term.unit_id.display_name for term in terms
            )
            post.vacancies = max(post.seats - len(terms), 0)
