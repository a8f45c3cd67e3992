from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# Fields that only the server writes; a till sends back whatever it was given.
SERVER_FIELDS = (
    *("membership_receipt", "membership_warning", "membership_outlet_id"),
    "membership_saving",
)
MEMBER_FIELDS = {"membership_member_id", "membership_card_id", *SERVER_FIELDS}


class PosOrder(models.Model):
    """Whose order it is. What it does to the member's accounts is beside this file."""

    _name = "pos.order"
    _inherit = ["pos.order", "membership.naming"]

    membership_member_id = fields.Many2one(
        "membership.member",
        string="Member",
        index="btree_not_null",
        ondelete="restrict",
        copy=True,
    )
    membership_card_id = fields.Many2one(
        "membership.card", string="Card", ondelete="restrict", copy=True
    )
    membership_outlet_id = fields.Many2one(
        "membership.outlet",
        string="Outlet",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    membership_receipt = fields.Json(
        readonly=True,
        copy=False,
        help="What the receipt says: paid, earned and left after this order.",
    )
    membership_warning = fields.Char(
        readonly=True,
        copy=False,
        help="What a manager should look at: the order was accepted all the same.",
    )

    # === CRUD METHODS === #
    @api.model_create_multi
    def create(self, vals_list):
        """What a member buys is bought by his contact."""
        Member = self.env["membership.member"].sudo()
        for vals in vals_list:
            if vals.get("membership_member_id") and not vals.get("partner_id"):
                member = Member.browse(vals["membership_member_id"])
                vals["partner_id"] = member.partner_id.id
        return super().create(vals_list)

    def write(self, vals):
        """Who bought is settled with the order; a cancelled one frees its holds."""
        if MEMBER_FIELDS & vals.keys() and not self.env.su:
            self._check_member_is_open()
        result = super().write(vals)
        if vals.get("state") == "cancel":
            self._release_stored_value()
        return result

    def _check_member_is_open(self):
        """Refuse to exchange what was settled with the order."""
        for order in self.filtered(lambda order: order.state in ("paid", "done")):
            raise UserError(
                self.env._(
                    "%(order)s is paid: its member stays as it is.", order=order.name
                )
            )

    # === ACTION METHODS === #
    def action_view_membership_entries(self):
        """Open the ledger entries that this order made."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "membership.entry",
            "view_mode": "list,form",
            "domain": self._get_membership_entries_domain(),
        }

    # === BUSINESS METHODS - SYNC === #
    @api.model
    def sync_from_ui(self, orders):
        """Pass the gate of shared accounts before anything is written."""
        self._pass_membership_gate(orders)
        return super().sync_from_ui(orders)

    @api.model
    def _pass_membership_gate(self, orders):
        """Queue up for accounts that many cards draw on.

        Must be the first thing a request does: the gate starts a new snapshot.
        """
        buying = [
            order
            for order in orders
            if order.get("membership_member_id") and order.get("state") != "draft"
        ]
        if buying:
            till = self.env["membership.till"]
            till._pass_gate(
                {till._to_id(order["membership_member_id"]) for order in buying},
                {till._to_id(order.get("membership_card_id") or 0) for order in buying},
                self._get_payment_keys(buying),
            )

    @api.model
    def _get_payment_keys(self, orders):
        """Keys of the payments in what a till sent."""
        commands = [
            command
            for order in orders
            for command in order.get("payment_ids") or ()
            if command[0] == Command.CREATE
        ]
        return [str(command[2].get("uuid")) for command in commands]

    @api.model
    def _process_order(self, order, existing_order):
        """Believe nothing about members that the till says."""
        session = self.env["pos.session"].browse(order["session_id"])
        self._sanitize_membership(order, session, existing_order)
        return super()._process_order(order, existing_order)

    @api.model
    def _sanitize_membership(self, order, session, existing_order):
        """Drop what the till may not say, complete what it left out; in place."""
        for name in SERVER_FIELDS:
            order.pop(name, None)
        if not order.get("membership_member_id"):
            order["membership_member_id"] = order["membership_card_id"] = False
            return
        till = self.env["membership.till"]
        member = till._fetch_member(session, till._to_id(order["membership_member_id"]))
        card = till._fetch_card(member, order.get("membership_card_id"))
        # Known at this till: found in his company, whoever sees him in lists.
        self._admit(member)
        self._admit(card)
        order["membership_member_id"] = member.id
        order["membership_card_id"] = card.id
        order["membership_outlet_id"] = session.config_id.membership_outlet_id.id
        contact_id = member.partner_id.id
        order["partner_id"] = order.get("partner_id") or contact_id
        if order["partner_id"] == contact_id and not existing_order:
            # Core asks whether a contact is there; of a member it is: see create().
            del order["partner_id"]

    def _process_saved_order(self, draft):
        """Money and points move in the transaction that makes the order paid."""
        order = self.sudo()
        totals = None
        if not draft and self.state != "cancel" and order._concerns_members():
            totals = order._get_totals()
            order._check_membership(totals)
        result = super()._process_saved_order(draft)
        if totals:
            order._settle_membership(totals)
        if not draft and self.state != "cancel" and not self.membership_member_id:
            self._notice_customer()
        return result

    def _notice_customer(self):
        """What makes a customer a member hears of the order."""
        notice = self.env["membership.enrol.rule"]._notice_sale
        customer = self.company_id, self.partner_id
        notice(*customer, self.amount_total, self.lines)
        if lines := self._get_value_lines():
            paid_in = sum(line._get_topup_amount() for line in lines)
            notice(*customer, float(paid_in), kind="topup")

    # === GETTERS === #
    def _concerns_members(self):
        """Whether a member, stored value or the price of a level is in this order."""
        self.ensure_one()
        return bool(
            self.membership_member_id
            or self._get_stored_value_payments()
            or self._get_topup_lines()
            or (self.pricelist_id and self.pricelist_id != self.config_id.pricelist_id)
            or self.refunded_order_id.membership_member_id
            or any(self.lines.mapped("membership_usual_price"))
        )

    def _get_membership_partner(self):
        """Who stored value of this order is owed to."""
        self.ensure_one()
        partner = self.membership_member_id.sudo().partner_id or self.partner_id
        return self.env["res.partner"]._find_accounting_partner(partner)

    def _get_topup_lines(self):
        """Lines that put money on the member's account."""
        return self.lines.filtered(lambda line: line.product_id.is_membership_topup)

    def _get_value_lines(self):
        """Hook: lines that put value somewhere instead of selling anything."""
        return self._get_topup_lines()

    def _get_stored_value_payments(self):
        """Payments from stored value, or refunds to it."""
        methods = self.payment_ids.payment_method_id._get_stored_value_methods()
        return self.payment_ids.filtered(lambda p: p.payment_method_id in methods)

    def _get_entry_columns(self):
        """Columns that say at which card and outlet an entry was made."""
        self.ensure_one()
        extra = {
            "card_id": self.membership_card_id.id,
            "outlet_id": self.membership_outlet_id.id,
        }
        return {name: value for name, value in extra.items() if value}

    def _get_purchase_key(self):
        """Natural key of the purchase that this order is."""
        self.ensure_one()
        return f"pos.order:{self.uuid}"

    def _get_membership_entries_domain(self):
        """Entries made by this order, its top-ups and the purchase it is."""
        self.ensure_one()
        origins = [
            (self._name, self.ids),
            ("membership.topup", self.lines.sudo().membership_topup_id.ids),
            ("membership.purchase", self._get_purchase().ids),
        ]
        domain = ["|"] * (len(origins) - 1)
        for model, ids in origins:
            domain += ["&", ("origin_model", "=", model), ("origin_id", "in", ids)]
        return domain

    def _get_purchase(self):
        """The purchase recorded for this order; empty if there is none."""
        self.ensure_one()
        return (
            self.env["membership.purchase"]
            .sudo()
            .search(
                [
                    ("origin_key", "=", self._get_purchase_key()),
                    ("company_id", "=", self.company_id.id),
                ],
                limit=1,
            )
        )
