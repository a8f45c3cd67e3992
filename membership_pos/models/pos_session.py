from collections import defaultdict

from odoo import api, models


class PosSession(models.Model):
    """Closing: what was paid from stored value lowers the liability at once.

    Neither core's journals nor its payments take part, so there is nothing to count
    and nothing to reconcile; every line on the liability account names its partner.
    """

    _inherit = "pos.session"

    @api.model
    def _load_pos_data_models(self, config):
        return [
            *super()._load_pos_data_models(config),
            "membership.member",
            "membership.card",
        ]

    # === CLOSING === #
    def _accumulate_amounts(self, data):
        data = super()._accumulate_amounts(data)
        data["membership_spent"] = self._membership_accumulate_spent()
        data["membership_bonus"] = self._membership_accumulate_bonus()
        return data

    def _membership_accumulate_spent(self):
        """Amounts by (partner, whether it is a refund, role of the account)."""
        spent = defaultdict(lambda: {"amount": 0.0, "amount_converted": 0.0})
        for order in self._get_closed_orders():
            for payment in order._get_stored_value_payments():
                role = payment._get_liability_role()
                key = order._get_membership_partner(), payment.amount < 0, role
                spent[key] = self._update_amounts(
                    spent[key], {"amount": payment.amount}, payment.payment_date
                )
        return spent

    def _membership_accumulate_bonus(self):
        """Bonus granted on top-ups of this session, by partner."""
        granted = defaultdict(lambda: {"amount": 0.0, "amount_converted": 0.0})
        for order in self._get_closed_orders():
            topups = order.lines.sudo().membership_topup_id
            unbooked = topups.filtered(lambda topup: not topup.move_id)
            if bonus := sum(unbooked.mapped("bonus_amount")):
                partner = order._get_membership_partner()
                granted[partner] = self._update_amounts(
                    granted[partner], {"amount": bonus}, order.date_order
                )
        return granted

    def _create_bank_payment_moves(self, data):
        data = super()._create_bank_payment_moves(data)
        data["MoveLine"].create(self._prepare_membership_lines(data))
        return data

    def _prepare_membership_lines(self, data):
        """Items of the closing entry: payments, then bonus and what it costs."""
        spent, bonus = data["membership_spent"], data["membership_bonus"]
        if not spent and not bonus:
            return []
        vals_list = []
        for (partner, is_refund, role), amounts in spent.items():
            label = self._get_spent_label(role, is_refund)
            account = self.company_id._get_membership_account(role)
            line = self._prepare_membership_line(account, partner, label)
            vals_list.append(self._debit_amounts(line, **amounts))
        if bonus:
            liability = self.company_id._get_membership_account("liability")
            promotion = self.company_id._get_membership_account("promotion")
            label = self.env._("Bonus on top-ups")
            for partner, amounts in bonus.items():
                line = self._prepare_membership_line(liability, partner, label)
                cost = self._prepare_membership_line(promotion, partner, label)
                vals_list.append(self._credit_amounts(line, **amounts))
                vals_list.append(self._debit_amounts(cost, **amounts))
        return vals_list

    def _get_spent_label(self, role, is_refund):
        """Hook: what the closing entry calls payments that lower this liability."""
        if is_refund:
            return self.env._("Refunds to stored value")
        return self.env._("Stored value spent")

    def _prepare_membership_line(self, account, partner, label):
        """Hook: one item of the closing entry, without its amounts."""
        return {
            "account_id": account.id,
            "move_id": self.move_id.id,
            "partner_id": partner.id,
            "name": f"{self.name} - {label}",
        }

    def _get_sale_key(self, base_line):
        """Top-ups are kept apart by partner: each is owed to somebody."""
        key = super()._get_sale_key(base_line)
        if base_line["product_id"].is_membership_topup:
            order = base_line["record"].order_id
            key["membership_partner_id"] = order._get_membership_partner().id
        return key

    def _get_sale_vals(self, key, sale_vals):
        vals = super()._get_sale_vals(key, sale_vals)
        if partner_id := key.get("membership_partner_id"):
            vals["partner_id"] = partner_id
            vals["name"] = f"{self.name} - {self.env._('Top-ups')}"
        return vals

    def _validate_session(
        self,
        balancing_account=False,
        amount_to_balance=0,
        bank_payment_method_diffs=None,
    ):
        """A payment that was begun and not finished ends with its session."""
        result = super()._validate_session(
            balancing_account, amount_to_balance, bank_payment_method_diffs
        )
        if self.state == "closed":
            self.sudo()._finish_membership()
        return result

    def _finish_membership(self):
        """Say which entries the closing entry books; end payments left half done."""
        orders = self._get_closed_orders()
        entries = self.env["membership.entry"].search(
            [("origin_model", "=", orders._name), ("origin_id", "in", orders.ids)]
        )
        if entries:
            self.env["membership.wallet.booking"]._link(entries, self.move_id)
        # The bonus is in the closing entry too, by partner; the top-up's own way to
        # book it (``_set_booked``) would do it once more.
        topups = orders.lines.membership_topup_id
        topups.filtered(lambda topup: not topup.move_id).move_id = self.move_id
        self.env["membership.hold"]._expire_with_session(self)
