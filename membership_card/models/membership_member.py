from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.membership_guard.models.membership_guarded import without_defaults

from ..const import GUARDED, STARTS


class MembershipMember(models.Model):
    """An enrolment: one person, his cards, accounts and history in one company."""

    _name = "membership.member"
    _inherit = ["membership.naming", "mail.thread", "mail.activity.mixin"]
    _names_people = True  # see membership.naming
    _description = "Member"
    _order = "id desc"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_company", "=", False)],
        help="The member file: name, phone, birthday, address.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.root_id,
    )
    number = fields.Char(
        string="Member Number", required=True, readonly=True, copy=False, default="/"
    )
    name = fields.Char(related="partner_id.name", readonly=False)
    partner_phone = fields.Char(
        related="partner_id.phone",
        readonly=False,
        string="Phone as Written",
        groups="membership_ledger.group_card_centre,membership_ledger.group_auditor",
    )
    email = fields.Char(
        related="partner_id.email",
        readonly=False,
        groups="membership_ledger.group_card_centre,membership_ledger.group_auditor",
    )
    birthdate_date = fields.Date(related="partner_id.birthdate_date", readonly=False)
    gender = fields.Selection(related="partner_id.gender", readonly=False)
    image_128 = fields.Image(related="partner_id.image_128")
    avatar_128 = fields.Image(related="partner_id.avatar_128")
    level_id = fields.Many2one(
        "membership.level",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        copy=False,
    )
    level_color = fields.Char(related="level_id.color", string="Level Colour")
    outlet_id = fields.Many2one(
        "membership.outlet",
        string="Home Outlet",
        index=True,
        ondelete="restrict",
        tracking=True,
        help="Where the member joined or usually shops.",
    )
    joined_on = fields.Date(required=True, default=fields.Date.context_today)
    source = fields.Selection(
        [
            ("counter", "Counter"),
            ("till", "Till"),
            ("call_centre", "Call Centre"),
            ("website", "Website"),
            ("import", "Register Import"),
            ("api", "API"),
            ("rule", "Rule"),
        ],
        string="Registered Through",
        required=True,
        readonly=True,
        default="counter",
        copy=False,
    )
    referrer_id = fields.Many2one(
        "membership.member",
        string="Referred By",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    import_id = fields.Many2one(
        "membership.register.import",
        string="Register Import",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_contact_imported = fields.Boolean(
        readonly=True,
        copy=False,
        help="The contact was made by the import, too, and goes with it.",
    )
    state = fields.Selection(
        [("active", "Active"), ("frozen", "Frozen"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="active",
        tracking=True,
        copy=False,
    )
    card_ids = fields.One2many("membership.card", "member_id", string="Cards")
    account_ids = fields.One2many("membership.account", "member_id", string="Accounts")
    purchase_ids = fields.One2many(
        "membership.purchase", "member_id", string="Purchases"
    )
    card_count = fields.Integer(compute="_compute_counts")
    purchase_count = fields.Integer(compute="_compute_counts")

    _number_unique = models.UniqueIndex(
        "(company_id, number)", "Another member has this member number."
    )
    _partner_unique = models.UniqueIndex(
        "(company_id, partner_id) WHERE state <> 'closed'",
        "This contact is a member already.",
    )

    # === COMPUTE METHODS === #
    def _compute_counts(self):
        cards = dict(
            self.env["membership.card"]._read_group(
                [("member_id", "in", self.ids)], ["member_id"], ["__count"]
            )
        )
        purchases = dict(
            self.env["membership.purchase"]._read_group(
                [("member_id", "in", self.ids)], ["member_id"], ["__count"]
            )
        )
        for member in self:
            member.card_count = cards.get(member, 0)
            member.purchase_count = purchases.get(member, 0)

    @api.depends("number", "partner_id.name")
    def _compute_display_name(self):
        for member in self:
            name = member.sudo().partner_id.name or ""
            member.display_name = f"{name} ({member.number})" if member.number else name

    # === CONSTRAINT METHODS === #
    @api.constrains("referrer_id")
    def _check_referrer(self):
        for member in self:
            if member.referrer_id == member:
                raise ValidationError(
                    self.env._("Nobody is referred by himself: choose another member.")
                )

    @api.constrains("company_id")
    def _check_root_company(self):
        if branch := self.company_id.filtered("parent_id")[:1]:
            raise ValidationError(
                self.env._(
                    "Members belong to the main company, not to the branch "
                    "%(company)s.",
                    company=branch.name,
                )
            )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """Number, level and outlet are given where the caller names none."""
        self = without_defaults(self, GUARDED)
        root_id = self.env.company.root_id.id
        starts = {}
        for vals in vals_list:
            self._check_not_guarded(vals.keys() - STARTS)
            company_id = vals.setdefault("company_id", root_id)
            if company_id not in starts:
                starts[company_id] = self._get_start(company_id)
            for name, value in starts[company_id].items():
                vals[name] = vals.get(name) or value
        self._check_start_levels(vals_list)
        unnumbered = [vals for vals in vals_list if vals.get("number", "/") == "/"]
        numbers = self._next_numbers(len(unnumbered))
        for vals, number in zip(unnumbered, numbers, strict=True):
            vals["number"] = number
        return super().create(vals_list)

    def write(self, vals):
        """What others rely on changes by acts of its own, not by editing a field."""
        self._check_not_guarded(vals.keys())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for member in self.sudo():
            if member.card_ids or member.account_ids or member.purchase_ids:
                raise UserError(
                    self.env._(
                        "%(member)s has cards or a history and stays: close the "
                        "membership instead.",
                        member=member.display_name,
                    )
                )

    # === ACTION METHODS === #
    def action_view_cards(self):
        """Open the cards of this member."""
        return self._action_view("membership.card", self.env._("Cards"))

    def action_view_purchases(self):
        """Open the purchases of this member."""
        return self._action_view("membership.purchase", self.env._("Purchases"))

    def action_view_entries(self):
        """Open the ledger entries of this member."""
        return (self.account_ids | self.account_ids.merged_ids).action_view_entries()

    def _action_view(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": [("member_id", "in", self.ids)],
            "context": {"default_member_id": self.id if len(self) == 1 else False},
        }

    # === HELPERS === #
    @api.model
    def _check_not_guarded(self, names):
        guarded = sorted(GUARDED & names)
        if guarded and not self.env.su:
            labels = self.fields_get(guarded, ["string"])
            raise UserError(
                self.env._(
                    "%(field)s of a member is not edited: use the buttons.",
                    field=", ".join(label["string"] for label in labels.values()),
                )
            )

    @api.model
    def _get_start(self, company_id):
        """Level and outlet that a member of this company starts with."""
        company = self.env["res.company"].browse(company_id)
        return {
            "level_id": self.env["membership.level"]._get_ladder(company)[:1].id,
            "outlet_id": self.env["membership.outlet"]._get_default(company).id,
            "is_phone_shared": not company.sudo().membership_one_phone,
        }

    @api.model
    def _draw(self, sequence, count):
        """``count`` next positions of a standard sequence, in one query."""
        if not count:
            return []
        self.env.cr.execute(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        return [position for (position,) in self.env.cr.fetchall()]

    @api.model
    def _next_numbers(self, count):
        """``count`` new member numbers."""
        sequence = self.env.ref("membership_card.sequence_member").sudo()
        # Once for all of them: the sequence itself works out today's date each time.
        prefix, suffix = sequence._get_prefix_suffix()
        return [
            f"{prefix}{position:0{sequence.padding}d}{suffix}"
            for position in self._draw(sequence, count)
        ]
