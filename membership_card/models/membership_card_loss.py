from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import CHUNK


class MembershipCard(models.Model):
    """Loss reported by phone stops a card at once, and lapses if nobody confirms it."""

    _inherit = "membership.card"

    loss_kind = fields.Selection(
        [("phone", "By Phone"), ("formal", "In Writing")],
        string="Loss Reported",
        readonly=True,
        copy=False,
    )
    loss_lapses_at = fields.Datetime(
        string="Report Lapses",
        readonly=True,
        copy=False,
        help="A report by phone that is not confirmed in writing until then lapses: "
        "the card works again.",
    )

    _lapse_index = models.Index("(loss_lapses_at) WHERE loss_lapses_at IS NOT NULL")

    # === BUSINESS METHODS === #
    def _prepare_loss_vals(self, action, cause):
        """What a step does to the loss report of these cards."""
        if action == "report_loss":
            lapses_at = cause == "phone" and self._get_lapse_time()
            kind = "phone" if cause == "phone" else "formal"
            return {"loss_kind": kind, "loss_lapses_at": lapses_at}
        if action == "confirm_loss":
            return {"loss_kind": "formal", "loss_lapses_at": False}
        if action == "change":
            return {}
        return {"loss_kind": False, "loss_lapses_at": False}

    def _get_lapse_time(self):
        """When a report by phone that is made now lapses; False: never."""
        hours = self.company_id.sudo().membership_phone_loss_hours
        return hours and fields.Datetime.add(fields.Datetime.now(), hours=hours)

    def _check_can_change(self, action, sources):
        """Only a report by phone waits to be confirmed, and lapses."""
        result = super()._check_can_change(action, sources)
        if action in ("confirm_loss", "lapse_loss") and self.loss_kind != "phone":
            raise UserError(
                self.env._(
                    "The loss of card %(number)s was reported in writing already.",
                    number=self.number,
                )
            )
        return result

    @api.model
    def _cron_lapse_losses(self):
        """Hourly: reports by phone that nobody has confirmed."""
        domain = [
            ("state", "=", "lost"),
            ("loss_lapses_at", "<", fields.Datetime.now()),
        ]
        Cron = self.env["ir.cron"]
        remaining = self.search_count(domain)
        while cards := self.search(domain, limit=CHUNK):
            cards._change_state(
                "lapse_loss", self.env._("Reported by phone, not confirmed in time")
            )
            remaining = max(remaining - len(cards), 0)
            if not Cron._commit_progress(len(cards), remaining=remaining):
                break
