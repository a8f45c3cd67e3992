from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..level_ladder import Ladder, Terms
from ..level_review import PERIODS


class MembershipProgram(models.Model):
    """A ladder of levels and how it looks at its members.

    Most companies have one; another one, for business customers say, climbs by rules
    of its own. A member is in the programme that his level belongs to.
    """

    _name = "membership.program"
    _inherit = ["membership.remembered"]
    _description = "Membership Programme"
    _order = "sequence, id"

    name = fields.Char(string="Programme", required=True, translate=True)
    sequence = fields.Integer(
        default=10, help="New members start in the first programme."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    level_ids = fields.One2many("membership.level", "program_id", string="Levels")
    review = fields.Selection(
        [
            ("rolling", "Every night"),
            ("anniversary", "On its anniversary"),
            ("calendar", "At the end of a calendar period"),
        ],
        required=True,
        default="rolling",
        help="When it is looked at whether members still earn their level. They rise "
        "at once, whenever they have earned enough.",
    )
    review_months = fields.Integer(
        string="Months",
        default=12,
        help="A level holds for so many months before it is looked at again.",
    )
    review_period = fields.Selection(
        lambda self: self.env["membership.level.rule"]._get_period_options(),
        string="Period",
        required=True,
        default="year",
        help="Levels are looked at on the first day after it.",
    )
    grace_days = fields.Integer(
        string="Days of Grace",
        default=30,
        help="Who does not earn the level any more keeps it for so many days, and "
        "stays if enough is earned by then.",
    )
    warning_days = fields.Integer(
        string="Warn Before Review",
        default=30,
        help="So many days before a review, members who would fail it are listed and "
        "told.",
    )
    falls_one_level = fields.Boolean(
        string="Fall One Level at a Time",
        help="Otherwise a member falls to the level that was earned.",
    )

    _days_positive = models.Constraint(
        "CHECK (grace_days >= 0 AND warning_days >= 0)",
        "Days of grace and warning are 0 or more.",
    )
    _review_months_positive = models.Constraint(
        "CHECK (review_months BETWEEN 1 AND 120)",
        "A level is looked at every 1 to 120 months.",
    )

    # === CONSTRAINT METHODS === #
    @api.constrains("company_id")
    def _check_root_company(self):
        if branch := self.company_id.filtered("parent_id")[:1]:
            raise ValidationError(
                self.env._(
                    "Programmes belong to the main company, not to the branch "
                    "%(company)s.",
                    company=branch.name,
                )
            )

    # === CRUD METHODS === #
    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        levels = self.with_context(active_test=False).level_ids
        if levels:
            raise ValidationError(
                self.env._(
                    "%(program)s has levels: archive it instead.",
                    program=levels[0].program_id.name,
                )
            )

    # === ACTION METHODS === #
    @api.model
    def action_open_default(self):
        """Open the programme of a company that has only one, else their list."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership_card.membership_program_action"
        )
        programs = self.search([("company_id", "=", self.env.company.root_id.id)])
        if len(programs) > 1:
            return action
        return action | {
            "views": [(False, "form")],
            "res_id": programs.id or self.sudo()._get_default(self.env.company).id,
        }

    # === BUSINESS METHODS === #
    @api.model
    def _get_default(self, company):
        """The programme in which members of ``company`` start; made if there is none.

        :returns: ``membership.program`` in sudo
        """
        Program = self.sudo()
        root = company.root_id
        return Program.search(
            [("company_id", "=", root.id)], limit=1
        ) or Program.create({"name": self.env._("Membership"), "company_id": root.id})

    @api.model
    @tools.ormcache("level_id")
    def _get_program_of(self, level_id):
        """Id of the programme of a level, cached for all workers."""
        return self.env["membership.level"].sudo().browse(level_id).program_id.id

    @api.model
    @tools.ormcache("program_id", "today")
    def _get_facts(self, program_id, today):
        """A ladder as it stands on a day, as arithmetic, cached for all workers.

        :param date today: decides which versions of the rules are in force
        :returns: :class:`..level_ladder.Ladder`
        """
        program = self.sudo().browse(program_id)
        levels = program.with_context(active_test=False).level_ids.sorted(
            lambda level: (level.sequence, level.id)
        )
        return program._build_ladder(
            levels, today, lambda level: level.rule_version_ids._in_force(today)
        )

    def _build_ladder(self, levels, today, get_rules):
        """These levels as arithmetic; programme, levels and rules may be drafts.

        :param levels: from the bottom up
        :param date today: the day on which figures are counted
        :param get_rules: function of a level, its rules that are in force
        :returns: :class:`..level_ladder.Ladder`
        """
        self.ensure_one()
        levels = list(levels)
        meters, rules = [], []
        for rank, level in enumerate(levels):
            for rule in get_rules(level) if level.active else ():
                rules += rule._get_arithmetic(rank, meters, today)
        active = [rank for rank, level in enumerate(levels) if level.active]
        reachable = {rule.rank for rule in rules if rule.reaches} | {*active[:1]}
        company = self.company_id
        is_first = self._origin == self._get_default(company)
        return Ladder(
            levels=tuple(level._origin.id or 0 for level in levels),
            meters=tuple(meters),
            rules=tuple(rules),
            terms=self._get_terms(),
            open=tuple(rank for rank in active if rank in reachable) or (0,),
            caps=tuple(
                (rank, level.member_cap)
                for rank, level in enumerate(levels)
                if level.member_cap
            ),
            zone=company.partner_id.tz or "UTC",
            starts_in=company.id if is_first else 0,
        )

    def _get_terms(self):
        self.ensure_one()
        months = self.review_months
        if self.review == "calendar":
            months = PERIODS[self.review_period]
        return Terms(
            self.review,
            months,
            self.grace_days,
            self.warning_days,
            self.falls_one_level,
        )
