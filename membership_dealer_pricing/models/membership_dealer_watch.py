from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..const import CHUNK


class MembershipDealer(models.Model):
    """What somebody has to look after: agreements that end, dealers who went quiet."""

    _inherit = "membership.dealer"

    reminded_until = fields.Date(
        readonly=True, copy=False, help="The end of an agreement that was reminded of."
    )
    reminded_idle_on = fields.Date(
        readonly=True, copy=False, help="When inactivity was last reminded of."
    )
    last_order_on = fields.Datetime(
        compute="_compute_last_order_on", string="Last Order"
    )

    # === COMPUTE METHODS === #
    def _compute_last_order_on(self):
        orders = (
            self.env["sale.order"]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "child_of", self.partner_id.ids),
                    ("state", "=", "sale"),
                ],
                ["partner_id"],
                ["date_order:max"],
            )
        )
        latest = {}
        for partner, date in orders:
            for above in self._get_partners_above(partner):
                latest[above] = max(date, latest.get(above, date))
        for dealer in self:
            dealer.last_order_on = latest.get(dealer.partner_id.id, False)

    @api.model
    def _get_partners_above(self, partner):
        """Ids of a contact and of the contacts above it."""
        ids = []
        while partner and partner.id not in ids:
            ids.append(partner.id)
            partner = partner.parent_id
        return ids

    # === JOBS === #
    @api.model
    def _cron_watch(self):
        """Every night: agreements that end, dealers who stopped ordering."""
        for company in self.env["res.company"].search([("parent_id", "=", False)]):
            dealers = self.with_company(company)
            dealers._watch_ended(company)
            dealers._watch_ending(company)
            dealers._watch_idle(company)

    @api.model
    def _watch_ended(self, company):
        """Suspend dealers whose agreement ended, where the company wants that."""
        if company.membership_dealer_expiry != "suspend":
            return
        today = fields.Date.context_today(self)
        ended = self._approved_of(company, [("agreement_until", "<", today)])
        for dealer in ended:
            dealer._change_state(
                "suspend",
                self.env._(
                    "The agreement ended on %(date)s.", date=dealer.agreement_until
                ),
            )
        self.env["ir.cron"]._commit_progress(len(ended))

    @api.model
    def _watch_ending(self, company):
        """Remind once of each agreement whose end is near."""
        today = fields.Date.context_today(self)
        near = today + relativedelta(days=company.membership_dealer_notice_days)
        dealers = self._approved_of(company, [("agreement_until", "<=", near)])
        dealers = dealers.filtered(
            lambda dealer: dealer.reminded_until != dealer.agreement_until
        )
        for dealer in dealers:
            dealer._remind(
                self.env._("Agreement ends on %(date)s", date=dealer.agreement_until),
                dealer.agreement_until,
            )
            dealer.reminded_until = dealer.agreement_until
        self.env["ir.cron"]._commit_progress(len(dealers))

    @api.model
    def _watch_idle(self, company):
        """Remind of dealers who have not ordered for long; again after as long."""
        months = company.membership_dealer_idle_months
        if not months:
            return
        today = fields.Date.context_today(self)
        since = today - relativedelta(months=months)
        domain = [
            ("state_on", "<", since),
            "|",
            ("reminded_idle_on", "=", False),
            ("reminded_idle_on", "<=", since),
        ]
        idle = self._approved_of(company, domain).filtered(
            lambda dealer: (
                not dealer.last_order_on or dealer.last_order_on.date() < since
            )
        )
        for dealer in idle:
            dealer._remind(
                self.env._("No order for %(months)s months", months=months), today
            )
        idle.reminded_idle_on = today
        self.env["ir.cron"]._commit_progress(len(idle))

    # === HELPERS === #
    @api.model
    def _approved_of(self, company, domain):
        """Approved dealers of a company that the night works on."""
        own = [("company_id", "=", company.id), ("state", "=", "approved")]
        return self.search(own + domain, limit=CHUNK * 10)

    def _remind(self, summary, deadline):
        """An activity for whoever is responsible for the dealer."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=max(deadline, today),
            summary=summary,
            user_id=(self.user_id or self.env.ref("base.user_admin")).id,
        )
