from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipTopup(models.Model):
    """Money a member paid in, with the bonus granted on it.

    Written by :meth:`_topup` only: the document, its ledger entries and its journal
    entry are made together or not at all.
    """

    _name = "membership.topup"
    _inherit = "membership.seen"
    _names_people = True  # see membership.naming
    _description = "Top-up"
    _order = "date desc, id desc"

    name = fields.Char(string="Number", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("reversed", "Reversed")],
        required=True,
        readonly=True,
        default="draft",
    )
    date = fields.Datetime(required=True, readonly=True, index=True)
    member_id = fields.Many2one(
        "membership.member",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    card_id = fields.Many2one("membership.card", readonly=True, ondelete="restrict")
    account_id = fields.Many2one(
        "membership.account",
        string="Wallet",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        help="In whose books the money was received.",
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, readonly=True, ondelete="restrict"
    )
    amount = fields.Monetary(required=True, readonly=True)
    bonus_amount = fields.Monetary(string="Bonus", readonly=True)
    rule_id = fields.Many2one(
        "membership.topup.rule",
        string="Bonus Rule",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    bonus_expires_on = fields.Date(
        readonly=True, help="Last day on which the bonus can be spent."
    )
    reversed_amount = fields.Monetary(string="Paid Back", readonly=True)
    reversed_bonus = fields.Monetary(string="Bonus Taken Back", readonly=True)
    method_id = fields.Many2one(
        "membership.topup.method", readonly=True, index=True, ondelete="restrict"
    )
    reference = fields.Char(readonly=True, help="Number of the slip or the payment.")
    outlet_id = fields.Many2one(
        "membership.outlet", readonly=True, index=True, ondelete="restrict"
    )
    operator_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    key = fields.Char(string="Idempotency Key", required=True, readonly=True)
    move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty while the till's session in which the money was taken is open.",
    )
    bonus_move_id = fields.Many2one(
        "account.move",
        string="Journal Entry of the Bonus",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Only where the bonus was booked apart from the money.",
    )
    balance_after = fields.Monetary(
        string="Balance Afterwards",
        compute="_compute_balance_after",
        help="Stored value right after this top-up and its bonus.",
    )
    entry_count = fields.Integer(compute="_compute_entry_count")

    _key_unique = models.UniqueIndex(
        "(account_id, key)", "This top-up has been made already."
    )
    # What members topped up within the window of a level.
    _member_index = models.Index("(member_id, date)")
    _unbooked_index = models.Index("(company_id) WHERE move_id IS NULL")
    _amounts_in_bounds = models.Constraint(
        "CHECK (amount > 0 AND bonus_amount >= 0"
        " AND reversed_amount BETWEEN 0 AND amount"
        " AND reversed_bonus BETWEEN 0 AND bonus_amount)",
        "A top-up is more than zero, and at most itself can be paid back.",
    )

    # === COMPUTE METHODS === #
    @api.depends("account_id")
    def _compute_balance_after(self):
        for topup in self:
            paid, bonus = topup.sudo()._get_entries()
            topup.balance_after = (bonus or paid).balance_after

    def _compute_entry_count(self):
        groups = self.env["membership.entry"]._read_group(
            [("origin_model", "=", self._name), ("origin_id", "in", self.ids)],
            ["origin_id"],
            ["__count"],
        )
        counts = dict(groups)
        for topup in self:
            topup.entry_count = counts.get(topup.id, 0)

    # === CRUD METHODS === #
    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        if self:
            raise UserError(
                self.env._("A top-up is never deleted: pay it back instead.")
            )

    # === ACTION METHODS === #
    def action_view_entries(self):
        """Open the ledger entries of these top-ups and of their reversals."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries"),
            "res_model": "membership.entry",
            "view_mode": "list,form",
            "domain": [
                ("origin_model", "=", self._name),
                ("origin_id", "in", self.ids),
            ],
        }

    def action_view_move(self):
        """Open the journal entry."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "view_mode": "form",
            "res_id": self.move_id.id,
        }

    def action_print_receipt(self):
        """Print the receipt, in the member's language."""
        return self.env.ref(
            "membership_wallet.membership_topup_action_report_receipt"
        ).report_action(self)

    def action_new(self):
        """Open the top-up window for the next member."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "membership_wallet.membership_member_topup_action"
        )

    # === BUSINESS METHODS === #
    @api.model
    def _topup(
        self,
        member,
        amount,
        method,
        key,
        card=None,
        outlet=None,
        post_move=True,
        reference=None,
    ):
        """Take money in for ``member`` and grant the bonus of the ladder, once.

        :param amount: Decimal, int or text in the company's currency
        :param method: ``membership.topup.method``; may be empty if ``post_move`` is
            off, because then somebody else books the money
        :param str key: made by the caller; the same key again returns the first top-up
        :param post_move: off where the caller books it later and then says so with
            :meth:`_set_booked` (a till does when its session is closed)
        :returns: the posted ``membership.topup``
        :raises UserError: if the member, card or outlet may not be topped up, or the
            key was used for another top-up
        """
        row = {
            "member": member,
            "amount": amount,
            "method": method,
            "key": key,
            "card": card,
            "outlet": outlet,
            "reference": reference,
        }
        return self._topup_batch([row], post_move=post_move)

    def _set_booked(self, move):
        """Say that the money of these top-ups was booked by ``move`` (a till's).

        Their bonus, which no till takes, is booked here, in one journal entry.
        """
        topups = self.sudo().filtered(lambda topup: not topup.move_id)
        for company, group in topups.grouped("company_id").items():
            bonus = sum(
                (topup._get_exact("bonus_amount") for topup in group), Decimal(0)
            )
            if bonus:
                group.bonus_move_id = group._post_bonus_move(company, bonus, move)
        topups.move_id = move

    def _get_exact(self, field):
        """The amount in ``field`` as an exact Decimal."""
        self.ensure_one()
        decimals = self.currency_id.decimal_places
        return Decimal(f"{self[field]:.{decimals}f}")

    # === HOOKS === #
    def _after_topup(self):
        """Hook: these top-ups have just been posted (points, notices, watch rules)."""
        self.member_id._touch()
        self.member_id._rise_at_once()
