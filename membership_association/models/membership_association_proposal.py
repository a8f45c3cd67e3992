from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipAssociationProposal(models.Model):
    """What a rule asks for, until a manager confirms or declines it."""

    _name = "membership.association.proposal"
    _inherit = ["membership.guarded", "mail.thread"]
    _description = "Attendance Proposal"
    _order = "id desc"
    _rec_name = "unit_id"

    _by_acts = frozenset(
        (
            "unit_id",
            "rule_id",
            "meeting_id",
            "facts",
            "consequence",
            "state",
            "decided_by_id",
            "decided_on",
        )
    )

    unit_id = fields.Many2one(
        "membership.association.unit", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="unit_id.company_id", store=True)
    rule_id = fields.Many2one(
        "membership.association.rule", required=True, readonly=True, ondelete="restrict"
    )
    meeting_id = fields.Many2one(
        "membership.association.meeting",
        string="After",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="The last meeting that counted.",
    )
    facts = fields.Char(readonly=True)
    consequence = fields.Selection(
        selection=lambda self: (
            self.env["membership.association.rule"]
            ._fields["consequence"]
            ._description_selection(self.env)
        ),
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("confirmed", "Confirmed"),
            ("declined", "Declined"),
        ],
        required=True,
        readonly=True,
        default="proposed",
        tracking=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_on = fields.Date(readonly=True)
    reason = fields.Char(help="Why it was decided so; told to the unit.")

    _once = models.UniqueIndex(
        "(unit_id, rule_id, meeting_id)", "This was proposed already."
    )

    # === ACTION METHODS === #
    def action_confirm(self):
        """Let it happen, and tell the representatives."""
        self._decide("confirmed")
        for proposal in self:
            unit = proposal.unit_id
            labels = dict(self._fields["consequence"]._description_selection(self.env))
            texts = (labels[proposal.consequence], proposal.facts, proposal.reason)
            text = " – ".join(text for text in texts if text)
            if proposal.consequence == "vacate":
                today = fields.Date.context_today(self)
                unit.sudo().term_ids._end(today, text, officers_only=True)
                unit.sudo()._warn(text)
            else:
                unit._change_state(proposal.consequence, text)

    def action_decline(self):
        """Let it be; the next absence may propose it anew."""
        self._decide("declined")

    # === BUSINESS METHODS === #
    @api.model
    def _make(self, rows):
        """Create what was not proposed before for the same meeting."""
        units = {row["unit_id"] for row in rows}
        known = {
            (proposal.unit_id.id, proposal.rule_id.id, proposal.meeting_id.id)
            for proposal in self.search([("unit_id", "in", list(units))])
        }
        waiting = {
            (proposal.unit_id.id, proposal.consequence)
            for proposal in self.search(
                [("unit_id", "in", list(units)), ("state", "=", "proposed")]
            )
        }
        fresh = []
        for row in rows:
            key = row["unit_id"], row["rule_id"], row["meeting_id"]
            same = row["unit_id"], row["consequence"]
            if key not in known and same not in waiting:
                waiting.add(same)
                fresh.append(row)
        return self.create(fresh)

    def _decide(self, state):
        self.unit_id._check_manager()
        if self.filtered(lambda proposal: proposal.state != "proposed"):
            raise UserError(self.env._("This was decided already: reload the page."))
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Date.context_today(self),
            }
        )
