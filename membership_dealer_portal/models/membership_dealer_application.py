from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.membership_dealer_pricing.models.membership_dealer import MANAGER

from ..const import APPLICATION_GRAPH

# Written by the answer only.
GUARDED = {
    "state",
    "dealer_id",
    "refusal_reason",
    "decided_by_id",
    "decided_on",
    "name",
}


class MembershipDealerApplication(models.Model):
    """A company asks to become a dealer: who it is, its papers, and our answer."""

    _name = "membership.dealer.application"
    _description = "Dealer Application"
    _inherit = ["membership.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Reference", required=True, readonly=True, copy=False, default="/"
    )
    state = fields.Selection(
        [
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="submitted",
        index=True,
        tracking=True,
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    # === WHO === #
    company_name = fields.Char(required=True, tracking=True)
    vat = fields.Char(string="Tax ID", tracking=True)
    contact_name = fields.Char(required=True, help="Who buys for the company.")
    email = fields.Char(required=True, tracking=True)
    email_normalized = fields.Char(
        compute="_compute_email_normalized", store=True, index=True
    )
    phone = fields.Char()
    street = fields.Char()
    city = fields.Char()
    zip = fields.Char()
    country_id = fields.Many2one("res.country")
    message = fields.Text(
        help="What they sell, where, and how much they expect to buy."
    )
    lang = fields.Char(default=lambda self: self.env.lang)
    partner_id = fields.Many2one(
        "res.partner",
        string="Known Contact",
        check_company=True,
        help="Of a customer who applied while signed in. Empty: a new contact is made.",
    )
    # === TERMS === #
    upline_id = fields.Many2one(
        "membership.dealer",
        check_company=True,
        tracking=True,
        index="btree_not_null",
        help="Who invited them, or through whom they buy.",
    )
    level_id = fields.Many2one(
        "membership.dealer.level",
        string="Dealer Level",
        check_company=True,
        tracking=True,
    )
    territory_id = fields.Many2one("membership.dealer.territory", check_company=True)
    # === ANSWER === #
    dealer_id = fields.Many2one(
        "membership.dealer", string="Dealer File", readonly=True, copy=False
    )
    refusal_reason = fields.Text(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    document_ids = fields.One2many(
        "membership.dealer.document", "application_id", string="Documents"
    )
    duplicates = fields.Text(
        string="Perhaps Known Already",
        compute="_compute_duplicates",
        help="Dealers, customers and other applications with this tax ID or e-mail.",
    )

    # === COMPUTE METHODS === #
    @api.depends("email")
    def _compute_email_normalized(self):
        for application in self:
            application.email_normalized = (application.email or "").strip().lower()

    @api.depends("vat", "email", "company_name")
    def _compute_duplicates(self):
        for application in self:
            found = application._find_duplicates() if application.id else []
            application.duplicates = "\n".join(found) or False

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """An application gets its number and asks for its first approval."""
        Sequence = self.env["ir.sequence"].sudo()
        for vals in vals_list:
            if vals.get("state", "submitted") != "submitted":
                raise UserError(self.env._("An application begins as submitted."))
            if vals.get("name", "/") == "/":
                code = "membership.dealer.application"
                vals["name"] = Sequence.next_by_code(code)
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(application.state == "approved" for application in self):
            raise UserError(
                self.env._("An approved application stays on file with its dealer.")
            )

    # === ACTION METHODS === #
    def action_approve(self):
        """Make the applicant a dealer, with prices and a way to sign in."""
        self._check_manager()
        for application in self:
            application._change_state("approve")

    def action_refuse(self):
        """Open the window that asks why."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "membership.dealer.refuse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_application_id": self.id},
        }

    def action_withdraw(self):
        """The applicant does not want any more."""
        self.check_access("write")
        self._change_state("withdraw")

    def action_reopen(self):
        """Look at a refused or withdrawn application again."""
        self._check_manager()
        self._change_state("reopen")

    def action_view_dealer(self):
        """Open the dealer file that came of it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "membership.dealer",
            "res_id": self.dealer_id.id,
            "view_mode": "form",
        }

    def _check_manager(self):
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("A manager of dealers answers applications."))

    # === BUSINESS METHODS === #
    def _check_can_edit(self, vals):
        """The answer comes from the buttons; afterwards the file stays as it is."""
        if GUARDED & vals.keys():
            raise AccessError(
                self.env._("An application is answered by its buttons only.")
            )
        texts = vals.keys() - {"message_follower_ids", "activity_ids"}
        if texts and any(record.state != "submitted" for record in self):
            raise UserError(
                self.env._("This application was answered: it stays as it is.")
            )

    def _change_state(self, action, reason=None):
        """The one gate through which an application is answered.

        :param action: a key of ``const.APPLICATION_GRAPH``
        :param reason: why; required to refuse
        """
        sources, target = APPLICATION_GRAPH[action]
        reason = (reason or "").strip()
        if action == "refuse" and not reason:
            raise UserError(self.env._("Say why: the applicant reads it."))
        for application in self:
            if application.state not in sources:
                raise UserError(
                    self.env._(
                        "%(name)s was answered already: reload the page.",
                        name=application.name,
                    )
                )
            vals = {
                "state": target,
                "refusal_reason": reason or False,
                "decided_by_id": self.env.uid if target != "submitted" else False,
                "decided_on": fields.Datetime.now() if target != "submitted" else False,
            }
            if action == "approve":
                application._check_can_approve()
                vals["dealer_id"] = application._make_dealer().id
            application._through_gate().write(vals)
            application._after_change(action)

    def _check_can_approve(self):
        """Hook: raise if this application cannot be approved yet."""
        self.ensure_one()
        if not self.level_id and not self.upline_id:
            raise UserError(
                self.env._(
                    "Choose the level of %(company)s first, or the upline whose level "
                    "says what it pays.",
                    company=self.company_name,
                )
            )

    def _after_change(self, action):
        """Hook: what follows; the applicant is told."""
        self.ensure_one()
        template = {
            "approve": "membership_dealer_portal.mail_template_approved",
            "refuse": "membership_dealer_portal.mail_template_refused",
        }.get(action)
        if template:
            self.env.ref(template).sudo().send_mail(
                self.id, email_layout_xmlid="mail.mail_notification_light"
            )

    @api.constrains("email")
    def _check_email(self):
        for application in self:
            if "@" not in (application.email or "").strip("@ "):
                raise ValidationError(
                    self.env._(
                        "%(email)s is no e-mail address.", email=application.email
                    )
                )
