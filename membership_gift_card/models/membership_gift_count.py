from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..const import STORED_STATES


class MembershipGiftCount(models.Model):
    """Counting the cards of an outlet: what should be there, what is, what differs."""

    _name = "membership.gift.count"
    _inherit = ["membership.guarded"]
    _description = "Gift Card Count"
    _order = "date desc, id desc"
    _rec_name = "outlet_id"

    _by_acts = frozenset(("state", "date", "user_id", "difference"))

    outlet_id = fields.Many2one(
        "membership.outlet",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["membership.outlet"]._get_default(),
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.root_id,
    )
    date = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now, copy=False
    )
    user_id = fields.Many2one(
        "res.users",
        string="Counted By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    line_ids = fields.One2many("membership.gift.count.line", "count_id", copy=False)
    difference = fields.Integer(compute="_compute_difference", store=True)
    remark = fields.Char(help="Why there is a difference and what is done about it.")

    # === COMPUTE METHODS === #
    @api.depends("line_ids.difference")
    def _compute_difference(self):
        for count in self:
            count.difference = sum(count.line_ids.mapped("difference"))

    # === CRUD METHODS === #
    def write(self, vals):
        """A count that is done stays."""
        if not self.env.su and any(count.state == "done" for count in self):
            raise UserError(self.env._("A count that is done is never changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(count.state == "done" for count in self):
            raise UserError(self.env._("A count that is done stays on file."))

    # === ACTION METHODS === #
    def action_start(self):
        """List what should be there, to be counted."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "done":
            raise UserError(self.env._("A count that is done is never changed."))
        lines = [Command.clear()]
        for (kind, state), number in self._get_expected().items():
            lines.append(self._prepare_line(kind, state, number))
        self.sudo().line_ids = lines

    def action_done(self):
        """Sign the count; a difference needs a remark.

        :raises UserError: nothing listed, or a difference without remark
        """
        self.check_access("write")
        for count in self:
            if not count.line_ids:
                raise UserError(self.env._("List what should be there first."))
            if count.state == "done":
                raise UserError(self.env._("A count that is done is never changed."))
            count._refresh_expected()
            if (
                count.line_ids.filtered("difference")
                and not (count.remark or "").strip()
            ):
                raise UserError(
                    self.env._("There is a difference: say what is done about it.")
                )
            count.sudo().write(
                {
                    "state": "done",
                    "date": fields.Datetime.now(),
                    "user_id": self.env.uid,
                }
            )

    # === HELPERS === #
    def _refresh_expected(self):
        """What should be there now; a pile that came since then was not counted."""
        expected = self._get_expected()
        for line in self.line_ids.sudo():
            pile = line.type_id.sudo(False), line.card_state
            line.expected = expected.pop(pile, 0)
        self.sudo().line_ids = [
            self._prepare_line(kind, state, number)
            for (kind, state), number in expected.items()
        ]

    @api.model
    def _prepare_line(self, kind, state, number):
        return Command.create(
            {"type_id": kind.id, "card_state": state, "expected": number}
        )

    def _get_expected(self):
        """{(type, state): how many cards should be at the outlet}."""
        groups = (
            self.env["membership.gift.card"]
            .sudo()
            ._read_group(
                [
                    ("outlet_id", "=", self.outlet_id.id),
                    ("state", "in", tuple(STORED_STATES)),
                ],
                ["type_id", "state"],
                ["__count"],
            )
        )
        return {(kind.sudo(False), state): number for kind, state, number in groups}
