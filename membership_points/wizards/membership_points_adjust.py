from decimal import Decimal
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class MembershipPointsAdjust(models.TransientModel):
    """Give or take points by hand: a manager's act, with a reason, within a limit."""

    _name = "membership.points.adjust"
    _inherit = ["membership.window"]
    _description = "Adjust Points"

    member_id = fields.Many2one("membership.member", required=True)
    points_balance = fields.Float(
        related="member_id.points_balance", string="Points Now"
    )
    direction = fields.Selection(
        [("give", "Give points"), ("take", "Take points")],
        required=True,
        default="give",
    )
    points = fields.Float(digits=(16, 2), required=True)
    expires_on = fields.Date(
        compute="_compute_expires_on",
        store=True,
        readonly=False,
        help="Last day on which the points are good. Empty: for ever.",
    )
    reason = fields.Char(
        required=True, help="Shown on the member's statement and to the auditor."
    )
    limit = fields.Integer(
        string="Limit per Day",
        compute="_compute_limit",
        help="Most points that adjustments may move for one member in a day.",
    )
    # One wizard, one entry: a second click or a repeated request changes nothing.
    key = fields.Char(required=True, readonly=True, default=lambda self: str(uuid4()))

    # === COMPUTE METHODS === #
    @api.depends("member_id")
    def _compute_expires_on(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            company = wizard.member_id.company_id or self.env.company
            wizard.expires_on = company._get_points_expiry(today)

    @api.depends("member_id")
    def _compute_limit(self):
        for wizard in self:
            company = wizard.member_id.company_id or self.env.company
            wizard.limit = company.root_id.sudo().membership_points_adjust_limit

    # === CONSTRAINT METHODS === #
    @api.constrains("points", "reason")
    def _check_points(self):
        for wizard in self:
            if wizard.points <= 0:
                raise ValidationError(
                    self.env._("Enter how many points to give or take: more than 0.")
                )
            if not (wizard.reason or "").strip():
                raise ValidationError(
                    self.env._("Write why: the member reads it on the statement.")
                )

    # === ACTION METHODS === #
    def action_adjust(self):
        """Post the adjustment and show the member's points."""
        self.ensure_one()
        self._check_can_adjust()
        account = self.member_id._get_points_account()
        points = Decimal(repr(self.points))
        account._post(
            points if self.direction == "give" else -points,
            "adjust",
            f"adjust:{self.key}",
            reason=self.reason.strip(),
            bucket="points",
            expires_on=self.expires_on if self.direction == "give" else None,
        )
        return self.member_id.action_view_points()

    # === HOOKS === #
    def _check_can_adjust(self):
        """Hook: raise unless the user may post this adjustment."""
        self.member_id.check_access("read")
        self.member_id._check_at_home()
        if not self.env.user.has_group("membership_ledger.group_manager"):
            raise AccessError(self.env._("Only membership managers adjust points."))
        moved = self._get_adjusted_today() if self.limit else 0
        if self.limit and self.points + moved > self.limit:
            raise UserError(
                self.env._(
                    "Adjustments move at most %(limit)s points of one member in a day, "
                    "and %(moved)s were moved today. A bigger one needs a higher limit "
                    "in the settings.",
                    limit=self.limit,
                    moved=f"{moved:g}",
                )
            )

    # === HELPERS === #
    def _get_adjusted_today(self):
        """Points of this member that were given and taken by hand today.

        Counted per day, or a limit could be passed by splitting an adjustment.
        """
        account = self.member_id._get_points_account(create=False)
        entries = (
            self.env["membership.entry"]
            .sudo()
            .search(
                [
                    ("account_id", "=", account.id),
                    ("kind", "=", "adjust"),
                    (
                        "posted_at",
                        ">=",
                        fields.Datetime.now().replace(hour=0, minute=0),
                    ),
                    ("key", "!=", f"adjust:{self.key}"),
                ]
            )
        )
        return sum(map(abs, entries.mapped("amount")))
