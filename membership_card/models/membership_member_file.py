from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..const import CHUNK, MONTH_DAY
from ..file_score import is_due, score

# What the conditions of _get_file_checks read, to be written before they are asked.
PARTNER_COLUMNS = ("email", "birthdate_date", "gender", "is_company", "street", "city")


class MembershipMember(models.Model):
    """The member file: what it holds, what is missing, when it was confirmed."""

    _inherit = "membership.member"

    properties = fields.Properties(
        definition="company_id.membership_file_properties", copy=False
    )
    category_ids = fields.Many2many(
        related="partner_id.category_id", readonly=False, string="Tags"
    )
    comment = fields.Html(related="partner_id.comment", readonly=False)
    image_1920 = fields.Image(related="partner_id.image_1920", readonly=False)
    completeness = fields.Integer(
        compute="_compute_completeness",
        store=True,
        aggregator="avg",
        help="Per cent of the items that count (Settings) and are there.",
    )
    file_missing = fields.Char(
        compute="_compute_completeness",
        store=True,
        help="Codes of the items that count and are missing.",
    )
    missing_items = fields.Char(
        string="Missing", compute="_compute_missing_items", help="What to ask for."
    )
    data_confirmed_on = fields.Date(readonly=True)
    data_confirmed_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict"
    )
    identity_ids = fields.One2many(
        "membership.identity",
        "member_id",
        string="Identity Documents",
        groups="membership_ledger.group_card_centre",
    )
    anniversary_ids = fields.One2many(
        "membership.anniversary", "member_id", string="Anniversaries"
    )
    is_confirmation_due = fields.Boolean(
        string="To Confirm",
        compute="_compute_is_confirmation_due",
        search="_search_is_confirmation_due",
        help="Nobody confirmed the data for as long as the settings allow.",
    )

    _completeness_index = models.Index("(company_id, completeness, id)")
    _joining_index = models.Index(
        f"(({MONTH_DAY.format('joined_on')})) WHERE state <> 'closed'"
    )

    # === COMPUTE METHODS === #
    @api.depends(
        "company_id",
        "phone",
        "outlet_id",
        "identity_ids",
        "partner_id.image_1920",
        *(f"partner_id.{name}" for name in PARTNER_COLUMNS),
    )
    def _compute_completeness(self):
        found = self._origin._read_missing()
        for member in self:
            counted, missing = found.get(member._origin.id, (0, []))
            member.completeness = score(counted, len(missing))
            member.file_missing = ",".join(missing)

    @api.depends("file_missing")
    @api.depends_context("lang")
    def _compute_missing_items(self):
        names = self.env["membership.file.item"]._get_names()
        for member in self:
            codes = (member.file_missing or "").split(",")
            member.missing_items = ", ".join(names[c] for c in codes if c in names)

    @api.depends("data_confirmed_on", "joined_on", "state")
    def _compute_is_confirmation_due(self):
        today = fields.Date.context_today(self)
        for member in self:
            confirmed_on = member.data_confirmed_on or member.joined_on or today
            months = member.sudo().company_id.membership_confirm_months
            member.is_confirmation_due = member.state != "closed" and is_due(
                confirmed_on, months, today
            )

    @api.model
    def _search_is_confirmation_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        due = Domain.FALSE
        for company in self.env.companies.root_id:
            if months := company.sudo().membership_confirm_months:
                before = fields.Date.subtract(today, months=months)
                due |= Domain("company_id", "=", company.id) & (
                    Domain("data_confirmed_on", "<", before)
                    | Domain("data_confirmed_on", "=", False)
                    & Domain("joined_on", "<", before)
                )
        due &= Domain("state", "!=", "closed")
        return due if True in value else ~due

    # === CONSTRAINT METHODS === #
    @api.constrains("partner_id")
    def _check_birthday(self):
        """Nobody was born tomorrow, or before there were telephones."""
        for partner in self.sudo().partner_id:
            self._check_possible_birthday(partner.birthdate_date)

    @api.model
    def _check_possible_birthday(self, birthday):
        latest = fields.Date.add(fields.Date.today(), days=1)  # it is later elsewhere
        if birthday and not (birthday.year >= 1880 and birthday <= latest):
            raise ValidationError(
                self.env._(
                    "%(day)s is no possible birthday: check the year.",
                    day=format_date(self.env, birthday),
                )
            )

    @api.constrains("joined_on")
    def _check_joined_on(self):
        latest = fields.Date.add(fields.Date.today(), days=1)
        for member in self:
            if member.joined_on > latest:
                raise ValidationError(
                    self.env._(
                        "Nobody joins in the future (%(day)s): check the year.",
                        day=format_date(self.env, member.joined_on),
                    )
                )

    # === ACTION METHODS === #
    def action_confirm_data(self):
        """Note that the member has just confirmed what the file says."""
        self.check_access("read")
        if not self.env.user.has_group("membership_ledger.group_till"):
            raise UserError(self.env._("Only staff who serve members confirm data."))
        self._confirm_data()

    # === BUSINESS METHODS === #
    def _confirm_data(self):
        """The data of these members are right as of today, says the current user."""
        self.sudo().write(self._prepare_confirmation())

    @api.model
    def _prepare_confirmation(self):
        return {
            "data_confirmed_on": fields.Date.context_today(self),
            "data_confirmed_by_id": self.env.uid,
        }

    @api.model
    def _refresh_completeness(self, member_ids):
        """Score these members anew, set-based; after SQL wrote them, or settings."""
        found = self.browse(member_ids)._read_missing()
        rows = [
            (member_id, score(counted, len(missing)), ",".join(missing))
            for member_id, (counted, missing) in found.items()
        ]
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE membership_member member
                SET completeness = row.score, file_missing = row.missing
                FROM unnest(%s::integer[], %s::integer[], %s::text[])
                    AS row (id, score, missing)
                WHERE member.id = row.id
                  AND (member.completeness, member.file_missing)
                      IS DISTINCT FROM (row.score, row.missing)
                """,
                *(list(column) for column in zip(*rows, strict=True)),
            )
        )
        self.invalidate_model(["completeness", "file_missing"], flush=False)

    @api.model
    def _cron_refresh_files(self):
        """Nightly: every file is scored by what counts now, a thousand at a time."""
        last_id = 0
        while ids := self._search(
            [("id", ">", last_id), ("state", "!=", "closed")], order="id", limit=CHUNK
        ).get_result_ids():
            self._refresh_completeness(ids)
            last_id = ids[-1]
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return

    # === HOOKS === #
    @api.model
    def _get_file_checks(self):
        """Hook: what a file can hold, as SQL conditions on ``member`` and ``partner``.

        :returns: dict of the code of a ``membership.file.item`` to ``SQL``
        """
        return {
            "phone": SQL("member.phone <> ''"),
            "email": SQL("partner.email <> ''"),
            "birthday": SQL("partner.is_company OR partner.birthdate_date IS NOT NULL"),
            "gender": SQL("partner.is_company OR partner.gender <> ''"),
            "address": SQL("partner.street <> '' AND partner.city <> ''"),
            "photo": SQL(
                "EXISTS (SELECT FROM ir_attachment WHERE res_model = 'res.partner' "
                "AND res_field = 'image_1920' AND res_id = partner.id)"
            ),
            "identity": SQL(
                "EXISTS (SELECT FROM membership_identity identity "
                "WHERE identity.member_id = member.id)"
            ),
            "outlet": SQL("member.outlet_id IS NOT NULL"),
        }

    # === HELPERS === #
    def _read_missing(self):
        """What counts and is missing, by one query per company.

        :returns: dict of member id to (how many items count, codes that are missing)
        """
        checks = self._get_file_checks()
        self.env["res.partner"].flush_model([*PARTNER_COLUMNS, "image_1920"])
        self.env["membership.identity"].flush_model(["member_id"])
        self.flush_model(["phone", "outlet_id", "partner_id", "company_id"])
        found = {}
        for company, members in self.sudo().grouped("company_id").items():
            counted = company.membership_file_item_ids.sorted().mapped("code")
            counted = [code for code in counted if code in checks]
            parts = [
                SQL("CASE WHEN %s THEN NULL ELSE %s END", checks[code], code)
                for code in counted
            ]
            self.env.cr.execute(
                SQL(
                    "SELECT member.id, array_remove(ARRAY[%s]::text[], NULL) "
                    "FROM membership_member member "
                    "JOIN res_partner partner ON partner.id = member.partner_id "
                    "WHERE member.id = ANY(%s)",
                    SQL(", ").join(parts),
                    members.ids,
                )
            )
            for member_id, missing in self.env.cr.fetchall():
                found[member_id] = (len(counted), missing)
        return found

    def _merge_file_into(self, survivor):
        """What files hold in lists comes together; the survivor's own comes first."""
        self._repoint("membership.identity", survivor, unique=("kind",))
        self._repoint("membership.anniversary", survivor, unique=("kind_id", "date"))
        survivor.partner_id.category_id |= self.partner_id.category_id
        values = {}
        for member in self:
            values |= {k: v for k, v in dict(member.properties).items() if v}
        own = {k: v for k, v in dict(survivor.properties).items() if v}
        if values.keys() - own.keys():
            survivor.properties = values | own
        survivor._refresh_completeness(survivor.ids)
