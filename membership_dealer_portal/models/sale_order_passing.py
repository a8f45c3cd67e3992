from odoo import fields, models
from odoo.exceptions import UserError, ValidationError


class SaleOrder(models.Model):
    """The cart of a sub-dealer whose upline sells to it: passed on, then answered.

    Our quotation ends as cancelled: we sell nothing. What was ordered, at which
    prices, stays in its lines for both dealers.
    """

    _inherit = "sale.order"

    passed_to_id = fields.Many2one(
        "membership.dealer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The upline that sells this to its sub-dealer.",
    )
    passed_from_id = fields.Many2one(
        "membership.dealer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    passed_state = fields.Selection(
        [
            ("sent", "Waits for an answer"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
        ],
        string="Answer of the Upline",
        readonly=True,
        copy=False,
    )
    passed_reason = fields.Char(string="Why Refused", readonly=True, copy=False)
    passed_on = fields.Datetime(readonly=True, copy=False)
    passed_answered_on = fields.Datetime(
        string="Answered On", readonly=True, copy=False
    )

    _passed_complete = models.Constraint(
        "CHECK (passed_state IS NULL OR (state = 'cancel'"
        " AND passed_to_id IS NOT NULL AND passed_from_id IS NOT NULL))",
        "This order was passed to a dealer: it is not ours any more. Make a new one.",
    )

    # === ACTION METHODS === #
    def action_draft(self):
        """What was passed on is sold by another: it does not come back."""
        if order := self.filtered("passed_state")[:1]:
            raise UserError(
                self.env._(
                    "%(order)s was passed to %(upline)s and is not ours any more: make "
                    "a new quotation.",
                    order=order.name,
                    upline=order.passed_to_id.display_name,
                )
            )
        return super().action_draft()

    # === BUSINESS METHODS === #
    def _get_passing_upline(self):
        """The dealer this cart is passed to, as the system; empty where we sell it."""
        self.ensure_one()
        dealer = self._get_buying_dealer() if self.partner_id else None
        if not dealer:
            return self.env["membership.dealer"].sudo()
        return dealer._get_passing_upline()

    def _get_passing_sentence(self, upline):
        return self.env._(
            "%(upline)s sells to you: send your order there, from the cart. We cannot "
            "take it here.",
            upline=upline.partner_id.name,
        )

    def _pass_to_upline(self):
        """Send this cart to the upline and end it here, once.

        :raises ValidationError: nobody to pass it to, an empty cart, open cases
        """
        self.ensure_one()
        order = self.sudo()
        upline = order._get_passing_upline()
        order._check_can_pass(upline)
        order._action_cancel()
        order.write(
            {
                "passed_to_id": upline.id,
                "passed_from_id": order._get_buying_dealer().id,
                "passed_state": "sent",
                "passed_on": fields.Datetime.now(),
            }
        )
        order.message_post(
            body=self.env._(
                "Passed to %(upline)s, who sells to %(dealer)s.",
                upline=upline.display_name,
                dealer=order.passed_from_id.display_name,
            )
        )
        order._tell_dealer("mail_template_passed")
        return order

    def _check_can_pass(self, upline):
        """Raise unless this cart can be passed to ``upline``."""
        self.ensure_one()
        if self.state != "draft" or not upline:
            raise ValidationError(
                self.env._("This order is ours: go to the checkout instead.")
            )
        if not self._get_dealer_lines():
            raise ValidationError(
                self.env._("There is nothing in the cart: order something first.")
            )
        dealer = self._get_buying_dealer()
        if open_cases := dealer._object_to_quantities(self._get_dealer_quantities()):
            raise ValidationError("\n".join(open_cases))
        if self.transaction_ids.filtered(
            lambda payment: payment.state in ("pending", "authorized", "done")
        ):
            raise ValidationError(
                self.env._("A payment for this order is on its way: ask us about it.")
            )

    def _answer_passed(self, upline, accept, reason=None):
        """What the upline says to a passed order.

        :param upline: ``membership.dealer`` that answers; only its own orders
        :param bool accept: False refuses
        :param str reason: why; required to refuse
        :raises UserError: not its order, answered already, no reason
        """
        self.ensure_one()
        order = self.sudo()
        if order.passed_to_id != upline or order.passed_state != "sent":
            raise UserError(
                self.env._("This order was answered already: reload the page.")
            )
        reason = (reason or "").strip()[:256]
        if not accept and not reason:
            raise UserError(self.env._("Say why: the dealer reads it."))
        order.write(
            {
                "passed_state": "accepted" if accept else "refused",
                "passed_reason": not accept and reason,
                "passed_answered_on": fields.Datetime.now(),
            }
        )
        name = upline.display_name
        if accept:
            note = self.env._("%(upline)s accepted the order.", upline=name)
        else:
            note = self.env._(
                "%(upline)s refused the order: %(reason)s", upline=name, reason=reason
            )
        order.message_post(body=note)
        order._tell_dealer("mail_template_passed_answer")

    # === HELPERS === #
    def _tell_dealer(self, template):
        """Write to a dealer: no prices in it, those are behind the door."""
        template = self.env.ref(f"membership_dealer_portal.{template}").sudo()
        template.send_mail(self.id, email_layout_xmlid="mail.mail_notification_light")
