from decimal import Decimal

from odoo import fields, models

from ..const import PAID_STATES

UNDONE = "membership_card.mail_activity_payment_undone"


class AccountMove(models.Model):
    """Customer invoices and credit notes as a channel of purchases."""

    _inherit = "account.move"

    def _post(self, soft=True):
        """A credit note counts when it is posted."""
        posted = super()._post(soft)
        refunds = posted.filtered(lambda move: move.move_type == "out_refund")
        refunds._record_membership_purchases()
        return posted

    def _invoice_paid_hook(self):
        """An invoice counts when it is paid, with the credit notes it already has."""
        result = super()._invoice_paid_hook()
        paid = self.filtered(
            lambda move: (
                move.move_type in ("out_invoice", "out_receipt")
                and move.payment_state in PAID_STATES
            )
        )
        if paid:
            paid.sudo().activity_unlink([UNDONE])
            paid._record_membership_purchases()
            refunds = paid.reversal_move_ids.filtered(
                lambda move: move.move_type == "out_refund" and move.state == "posted"
            )
            refunds._record_membership_purchases()
            for move in paid:
                self.env["membership.enrol.rule"]._notice_sale(
                    move.company_id,
                    move.partner_id,
                    move.amount_total_signed,
                    move.invoice_line_ids,
                )
        return result

    # === BUSINESS METHODS === #
    def _post_credit(self, refund):
        """Post a credit note for what is open of this invoice, and reconcile both.

        :param refund: draft ``account.move``
        """
        self.ensure_one()
        refund.action_post()
        receivable = (self.line_ids | refund.line_ids).filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and not line.reconciled
            )
        )
        receivable.reconcile()

    def _record_membership_purchases(self):
        """Record those of these documents that are a member's and count."""
        moves = self.filtered(lambda move: move._is_membership_purchase())
        if not moves:
            return
        members = moves._get_membership_members()
        Purchase = self.env["membership.purchase"].sudo()
        refunded = moves.reversed_entry_id._get_recorded_purchases()
        originals = {(p.company_id.id, p.origin_id): p for p in refunded}
        vals_list = []
        for move in moves:
            member = members.get(move.id)
            source = move.reversed_entry_id
            original = originals.get((move.company_id.id, source.id), Purchase)
            # An invoice that was never paid never counted: nor does its credit note.
            if member and (not source or original):
                vals_list.append(
                    move._prepare_membership_purchase_vals(member, original)
                )
        Purchase._record(vals_list)

    def _ask_about_undone_payment(self):
        """Ask whoever sold to settle what counted and is unpaid again.

        Nothing is taken back by itself: payments are matched anew every day. A credit
        note takes back what was earned; a payment ends the question.
        """
        invoices = self.filtered(
            lambda move: (
                move.state == "posted"
                and move.payment_state != "reversed"
                and move.move_type in ("out_invoice", "out_receipt")
            )
        )
        counted = set(invoices._get_recorded_purchases().mapped("origin_id"))
        for move in invoices.filtered(lambda move: move.id in counted):
            move.activity_unlink([UNDONE])
            move.activity_schedule(
                UNDONE,
                note=self.env._(
                    "%(invoice)s was paid and has counted for the member: points and "
                    "level stay. Have it paid, or enter a credit note, which takes "
                    "them back.",
                    invoice=move.name,
                ),
                user_id=move.invoice_user_id.id or self.env.uid,
            )

    def _get_recorded_purchases(self):
        """The purchases that were recorded for these documents, in sudo."""
        return (
            self.env["membership.purchase"]
            .sudo()
            .search([("origin_key", "in", [f"account.move:{i}" for i in self.ids])])
        )

    # === HOOKS === #
    def _after_payment_undone(self):
        """Hook: the payment of these documents was undone; they are unpaid now.

        Called in sudo, for all that were reconciled: payments themselves are among
        them.
        """
        self._ask_about_undone_payment()

    def _is_membership_purchase(self):
        """Hook: whether this document counts; an addon whose own orders are recorded
        already (a till's) answers no for their invoices."""
        self.ensure_one()
        lines = self.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        return (
            self.state == "posted"
            and self.move_type in ("out_invoice", "out_receipt", "out_refund")
            and bool(self.partner_id)
            and not self.company_currency_id.is_zero(self.amount_total_signed)
            and (not lines or any(line._is_membership_purchase() for line in lines))
        )

    def _get_membership_outlet(self):
        """Hook: the outlet that this document counts for."""
        return self.env["membership.outlet"]._get_default(self.company_id)

    def _prepare_membership_purchase_vals(self, member, original):
        """Hook: values of the purchase recorded for this document."""
        self.ensure_one()
        total, untaxed = self._get_membership_amounts()
        return {
            "member_id": member.id,
            "outlet_id": self._get_membership_outlet().id,
            "company_id": self.company_id.id,
            "currency_id": self.company_currency_id.id,
            "date": fields.Datetime.now(),
            "amount_total": total,
            "amount_untaxed": untaxed,
            "origin_model": self._name,
            "origin_id": self.id,
            "origin_key": f"{self._name}:{self.id}",
            "refunded_purchase_id": original.id,
        }

    # === HELPERS === #
    def _get_membership_amounts(self):
        """(with taxes, without) of what was bought, exactly, in company currency.

        Lines that are no purchase (fees, gift cards) are left out.
        """
        decimals = self.company_currency_id.decimal_places
        others = self.sudo().invoice_line_ids.filtered(
            lambda line: (
                line.display_type == "product" and not line._is_membership_purchase()
            )
        )
        rate = (self.invoice_currency_rate or 1.0) * (
            -1 if self.move_type == "out_refund" else 1
        )
        total = self.amount_total_signed - sum(others.mapped("price_total")) / rate
        untaxed = self.amount_untaxed_signed - (
            sum(others.mapped("price_subtotal")) / rate
        )
        return Decimal(f"{total:.{decimals}f}"), Decimal(f"{untaxed:.{decimals}f}")

    def _get_membership_members(self):
        """Member by id of document: the customer himself, else his company."""
        partners = self.partner_id | self.commercial_partner_id
        members = (
            self.env["membership.member"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", partners.ids),
                    ("company_id", "in", self.company_id.root_id.ids),
                    ("state", "!=", "closed"),
                ]
            )
        )
        known = {(member.company_id, member.partner_id): member for member in members}
        found = {}
        for move in self:
            root = move.company_id.root_id
            member = known.get((root, move.partner_id)) or known.get(
                (root, move.commercial_partner_id)
            )
            if member:
                found[move.id] = member
        return found
