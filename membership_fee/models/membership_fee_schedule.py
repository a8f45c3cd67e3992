from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..const import KINDS

# What fees were charged by stays as it was: a change is a new version.
VERSIONED = frozenset(
    ("kind", "amount", "percent", "card_type_id", "level_id", "date_from", "product_id")
)


class MembershipFeeSchedule(models.Model):
    """What something costs members, from a day on.

    The most particular schedule counts: card type, then level, then everybody; among
    equals the one that began last. An amount of zero says that it is free.
    """

    _name = "membership.fee.schedule"
    _description = "Membership Fee Schedule"
    _order = "kind, card_type_id, level_id, date_from desc, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, default="yearly")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    card_type_id = fields.Many2one(
        "membership.card.type",
        ondelete="restrict",
        check_company=True,
        help="Empty: for every type of card.",
    )
    level_id = fields.Many2one(
        "membership.level",
        ondelete="restrict",
        check_company=True,
        help="Empty: for members of every level.",
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        ondelete="restrict",
        domain=[("type", "=", "service")],
        default=lambda self: self._default_product_id(),
        help="What invoice and receipt call it; its account and taxes are used.",
    )
    amount = fields.Monetary(help="Before taxes that the product adds. 0: free.")
    percent = fields.Float(
        digits=(16, 2),
        help="Late payment: this part of the overdue fee on top of the amount. "
        "Interest: a year, on what is used over the credit limit.",
    )
    due_days = fields.Integer(
        string="Days to Pay", default=30, help="From the day it is charged."
    )
    grace_days = fields.Integer(
        string="Days of Grace",
        default=30,
        help="So long after the due day an unpaid fee has no consequences.",
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="Until", help="The last day. Empty: no end.")
    active = fields.Boolean(default=True)
    fee_count = fields.Integer(compute="_compute_fee_count")

    _version_unique = models.UniqueIndex(
        "(company_id, kind, COALESCE(card_type_id, 0), COALESCE(level_id, 0), "
        "date_from) WHERE active",
        "There is a fee of this kind, for this card type and level, from this day on.",
    )
    _amounts_positive = models.Constraint(
        "CHECK (amount >= 0 AND percent >= 0 AND due_days >= 0 AND grace_days >= 0)",
        "Amounts and days of a fee are never negative.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A fee ends after it began.",
    )

    # === DEFAULTS === #
    def _default_product_id(self):
        return self.env.ref("membership_fee.product_fee", raise_if_not_found=False)

    # === COMPUTE METHODS === #
    def _compute_fee_count(self):
        counts = dict(
            self.env["membership.fee"]._read_group(
                [("schedule_id", "in", self.ids)], ["schedule_id"], ["__count"]
            )
        )
        for schedule in self:
            schedule.fee_count = counts.get(schedule, 0)

    # === CONSTRAINT METHODS === #
    @api.constrains("company_id")
    def _check_root_company(self):
        if branch := self.company_id.filtered("parent_id")[:1]:
            raise ValidationError(
                self.env._(
                    "Fees belong to the main company, not to the branch %(company)s.",
                    company=branch.name,
                )
            )

    @api.constrains("kind", "amount", "level_id", "date_from", "date_to", "active")
    def _check_below_basic(self):
        """One supplementary card costs less than the basic card."""
        for company in self.company_id:
            running = self.search(
                [
                    ("company_id", "=", company.id),
                    ("kind", "in", ("yearly", "supplementary")),
                    ("amount", ">", 0),
                ]
            )
            basics = running.filtered(lambda schedule: schedule.kind == "yearly")
            for extra in running - basics:
                basic = basics.filtered(lambda other, one=extra: one._meets(other))
                dearer = basic.filtered(lambda b, one=extra: b.amount <= one.amount)
                if dearer:
                    raise ValidationError(
                        self.env._(
                            "“%(extra)s” costs %(amount)s, the basic fee “%(basic)s” "
                            "only %(least)s: a supplementary card costs less than the "
                            "basic card.",
                            extra=extra.name,
                            amount=extra.currency_id.format(extra.amount),
                            basic=dearer[0].name,
                            least=extra.currency_id.format(dearer[0].amount),
                        )
                    )

    def _meets(self, other):
        """Whether both may hold for one member on the same day."""
        levels = not self.level_id or not other.level_id
        overlap = (not self.date_to or other.date_from <= self.date_to) and (
            not other.date_to or self.date_from <= other.date_to
        )
        return overlap and (levels or self.level_id == other.level_id)

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """From now on something costs a fee, and each sale asks whether it is paid."""
        schedules = super().create(vals_list)
        self.env.registry.clear_cache()
        return schedules

    def write(self, vals):
        """A schedule by which fees were charged gets a new version instead."""
        if VERSIONED & vals.keys():
            for schedule in self.filtered("fee_count"):
                raise UserError(
                    self.env._(
                        "Fees were charged by “%(name)s”: it stays as it is. Press New "
                        "Version, so that the change holds from a day on.",
                        name=schedule.name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if used := self.filtered("fee_count")[:1]:
            raise UserError(
                self.env._(
                    "Fees were charged by “%(name)s”: archive it instead.",
                    name=used.name,
                )
            )

    def copy_data(self, default=None):
        """A copy holds from today: two cannot begin on the same day."""
        default = {"date_from": fields.Date.context_today(self), **(default or {})}
        return super().copy_data(default)

    # === GETTERS === #
    @api.model
    @tools.ormcache()
    def _is_anything_charged(self):
        """Whether a fee was ever planned: a shop without fees does not pay for them.

        Every fee has its schedule, and one by which fees were charged is never deleted.
        """
        return bool(self.sudo().with_context(active_test=False).search_count([], 1))

    # === ACTION METHODS === #
    def action_new_version(self):
        """Open a copy that holds from tomorrow on; this one ends then by itself."""
        self.ensure_one()
        tomorrow = fields.Date.add(fields.Date.context_today(self), days=1)
        version = self.copy({"date_from": tomorrow, "date_to": self.date_to})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": version.id,
            "view_mode": "form",
        }

    def action_view_fees(self):
        """Open the fees charged by this schedule."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fees"),
            "res_model": "membership.fee",
            "view_mode": "list,form,pivot",
            "domain": [("schedule_id", "in", self.ids)],
        }

    # === BUSINESS METHODS === #
    @api.model
    def _find(self, member, kind, card=None, day=None):
        """The schedule that holds for this member; empty if the kind is not charged.

        :param str kind: a key of ``const.KINDS``
        :param card: ``membership.card`` it is about; default: the member's first
        :param day: date; default: today
        """
        day = day or fields.Date.context_today(self)
        card = card or member._get_main_card()
        domain = (
            Domain("company_id", "=", member.company_id.id)
            & Domain("kind", "=", kind)
            & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
            & Domain("card_type_id", "in", [False, card.type_id.id])
            & Domain("level_id", "in", [False, member.level_id.id])
        )
        found = self.sudo().search(domain)
        return found.sorted(
            lambda one: (bool(one.card_type_id), bool(one.level_id), one.date_from)
        )[-1:]
