from odoo import api, fields, models


class MembershipMerge(models.Model):
    """Why a member is one and used to be several: who merged them, when, what moved.

    Ledger entries of a merge name this record as their document. What was typed into it
    goes when the member is anonymised; the rest says nothing about a person.
    """

    _name = "membership.merge"
    _description = "Merge of Members"
    _order = "id desc"

    survivor_id = fields.Many2one(
        "membership.member",
        string="Goes On",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    merged_ids = fields.Many2many(
        "membership.member", string="Went Into It", readonly=True
    )
    company_id = fields.Many2one(related="survivor_id.company_id", store=True)
    reason = fields.Char(required=True, readonly=True)
    values_taken = fields.Char(
        readonly=True, help="Which values of the file came from which member."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Merged By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    total_ids = fields.One2many("membership.merge.total", "merge_id", readonly=True)

    # === COMPUTE METHODS === #
    @api.depends("survivor_id")
    def _compute_display_name(self):
        for merge in self:
            merge.display_name = self.env._(
                "Merge %(id)s into %(number)s",
                id=merge.id,
                number=merge.survivor_id.number,
            )

    # === ACTION METHODS === #
    def action_view_entries(self):
        """Open the ledger entries by which the balances moved."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "membership.entry",
            "view_mode": "list,form",
            "domain": [("origin_model", "=", self._name), ("origin_id", "=", self.id)],
        }


class MembershipMergeTotal(models.Model):
    """One sum that a merge must not change: before, by member, and afterwards."""

    _name = "membership.merge.total"
    _description = "Total of a Merge"
    _order = "id"

    merge_id = fields.Many2one(
        "membership.merge", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(string="What", required=True)
    survivor_before = fields.Float(digits=0, string="Had")
    merged_before = fields.Float(digits=0, string="Was Added")
    survivor_after = fields.Float(digits=0, string="Has Now")
    decimals = fields.Integer()
