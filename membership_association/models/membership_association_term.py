from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MembershipAssociationTerm(models.Model):
    """Who held a post from when to when, after whom."""

    _name = "membership.association.term"
    _description = "Term of a Post"
    _order = "date_from desc, id desc"
    _rec_name = "post_id"

    post_id = fields.Many2one(
        "membership.association.post", required=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(
        "membership.association.unit", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="post_id.company_id", store=True)
    person_id = fields.Many2one(
        "res.partner",
        compute="_compute_person_id",
        store=True,
        readonly=False,
        ondelete="restrict",
        domain=[("is_company", "=", False)],
    )
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date(
        compute="_compute_date_to", store=True, readonly=False, help="Last day."
    )
    predecessor_id = fields.Many2one(
        "membership.association.term",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('post_id', '=', post_id), ('id', '!=', id)]",
        help="Whose term ends with this one.",
    )
    successor_ids = fields.One2many(
        "membership.association.term", "predecessor_id", string="Followed By"
    )
    end_reason = fields.Char()

    _days_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from - 1)",
        "A term ends after it began.",
    )

    # === COMPUTE METHODS === #
    @api.depends("unit_id")
    def _compute_person_id(self):
        for term in self:
            term.person_id = term.unit_id.representative_id

    @api.depends("post_id", "date_from")
    def _compute_date_to(self):
        for term in self:
            months = term.post_id.term_months
            term.date_to = months and fields.Date.subtract(
                fields.Date.add(term.date_from, months=months), days=1
            )

    # === CONSTRAINT METHODS === #
    @api.constrains("post_id", "date_from", "date_to", "predecessor_id")
    def _check_seats(self):
        for term in self:
            others = self.search(
                [
                    ("post_id", "=", term.post_id.id),
                    ("date_from", "<=", term.date_from),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", term.date_from),
                ]
            )
            if len(others) > term.post_id.seats:
                raise ValidationError(
                    self.env._(
                        "%(post)s has no free seat on %(day)s: name the predecessor, "
                        "or end a term first.",
                        post=term.post_id.name,
                        day=term.date_from,
                    )
                )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """A successor ends the term before his."""
        for vals in vals_list:
            if predecessor := vals.get("predecessor_id"):
                self.browse(predecessor)._end(
                    fields.Date.subtract(
                        fields.Date.to_date(vals.get("date_from"))
                        or fields.Date.context_today(self),
                        days=1,
                    ),
                    self.env._("Succeeded"),
                )
        return super().create(vals_list)

    # === ACTION METHODS === #
    def action_succeed(self):
        """Open a new term that follows this one."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Succession"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_post_id": self.post_id.id,
                "default_predecessor_id": self.id,
            },
        }

    # === BUSINESS METHODS === #
    def _is_current(self, day):
        self.ensure_one()
        return self.date_from <= day and (not self.date_to or self.date_to >= day)

    def _end(self, day, reason=None, officers_only=False):
        """End those of these terms that would go on after ``day``."""
        for term in self:
            if officers_only and not term.post_id.is_officer:
                continue
            if not term.date_to or term.date_to > day:
                term.write({"date_to": max(day, term.date_from), "end_reason": reason})
