from odoo import api, fields, models

from ..absence import USUAL_RULES, absent_since, in_a_row

CHUNK = 1000


class MembershipAssociationRule(models.Model):
    """After how much absence what follows; a proposal, which somebody confirms."""

    _name = "membership.association.rule"
    _description = "Attendance Rule"
    _order = "sequence, id"

    name = fields.Char(compute="_compute_name")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    basis = fields.Selection(
        [
            ("unattended", "Meetings Unattended in a Row"),
            ("not_in_person", "Meetings Not in Person in a Row"),
            ("months", "Months Without Attending"),
        ],
        required=True,
        default="unattended",
        help="Unattended: neither in person nor by deputy, and not excused. Not in "
        "person: all but in person. Months: since the last meeting attended.",
    )
    limit = fields.Integer(required=True, default=3)
    applies_to = fields.Selection(
        [("all", "All Member Units"), ("officers", "Officers Only")],
        required=True,
        default="all",
    )
    consequence = fields.Selection(
        [
            ("suspend", "Suspend Rights and Warn"),
            ("withdraw", "Withdraw Membership"),
            ("vacate", "Lose the Post"),
        ],
        required=True,
        default="suspend",
    )
    active = fields.Boolean(default=True)

    _limit_positive = models.Constraint(
        'CHECK ("limit" > 0)', "A rule begins to count at one."
    )

    # === COMPUTE METHODS === #
    @api.depends("basis", "limit", "consequence")
    @api.depends_context("lang")
    def _compute_name(self):
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("basis", "consequence")
        }
        for rule in self:
            basis = labels["basis"].get(rule.basis)
            consequence = labels["consequence"].get(rule.consequence)
            rule.name = f"{basis}: {rule.limit} → {consequence}"

    # === ACTION METHODS === #
    def action_load_usual(self):
        """Load the usual figures where the association has no rule of the kind."""
        self.check_access("create")
        company = self.env.company.root_id
        known = {
            (rule.basis, rule.applies_to, rule.consequence)
            for rule in self.search([("company_id", "=", company.id)])
        }
        self.create(
            [
                {
                    "company_id": company.id,
                    "basis": basis,
                    "limit": limit,
                    "applies_to": applies_to,
                    "consequence": consequence,
                }
                for basis, limit, applies_to, consequence in USUAL_RULES
                if (basis, applies_to, consequence) not in known
            ]
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # === BUSINESS METHODS === #
    @api.model
    def _cron_evaluate(self):
        """Nightly: propose what the rules ask for."""
        rules = self.search([("active", "=", True)])
        for company, mine in rules.grouped("company_id").items():
            mine._propose(company)

    def _propose(self, company):
        """Make the proposals that these rules ask for and nobody has seen yet.

        :returns: the new ``membership.association.proposal``
        """
        Unit = self.env["membership.association.unit"]
        Proposal = self.env["membership.association.proposal"].sudo()
        made, last_id = Proposal, 0
        domain = [
            ("company_id", "=", company.id),
            ("state", "in", ("active", "suspended")),
        ]
        while units := Unit.search(
            [*domain, ("id", ">", last_id)], order="id", limit=CHUNK
        ):
            last_id = units[-1].id
            histories = (
                self.env["membership.association.attendance"]
                .search_fetch(
                    [("unit_id", "in", units.ids), ("meeting_id.state", "=", "held")],
                    ["unit_id", "date", "outcome", "meeting_id"],
                    order="date desc, id desc",
                )
                .grouped("unit_id")
            )
            asked = [
                vals
                for unit, history in histories.items()
                for rule in self
                if (vals := rule._judge(unit, history))
            ]
            made |= Proposal._make(asked)
        return made

    def _judge(self, unit, history):
        """Values of the proposal that this rule makes for a unit, or None.

        :param history: attendance of meetings that were held, the newest first
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        if not self._can_follow(unit, today):
            return None
        if self.basis == "months":
            days = [(line.date, line.outcome) for line in history]
            since = absent_since(days, unit.joined_on)
            if not since or fields.Date.add(since, months=self.limit) > today:
                return None
            facts = self.env._("Not attending since %(day)s.", day=since)
        else:
            count = in_a_row(history.mapped("outcome"), self.basis)
            if count < self.limit:
                return None
            facts = (
                self.env._("%(count)s meetings unattended in a row.", count=count)
                if self.basis == "unattended"
                else self.env._("%(count)s meetings not in person.", count=count)
            )
        return {
            "unit_id": unit.id,
            "rule_id": self.id,
            "meeting_id": history[0].meeting_id.id,
            "facts": facts,
            "consequence": self.consequence,
        }

    def _can_follow(self, unit, today):
        """Whether what this rule asks for can still happen to the unit."""
        is_officer = any(
            term.post_id.is_officer and term._is_current(today)
            for term in unit.term_ids
        )
        if self.applies_to == "officers" and not is_officer:
            return False
        if self.consequence == "vacate":
            return is_officer
        return self.consequence == "withdraw" or unit.state == "active"
