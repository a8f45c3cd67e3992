from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import BONUS, PRINCIPAL


class MembershipMember(models.Model):
    """A member's wallet: the account in the currency of the company."""

    _inherit = "membership.member"

    wallet_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Wallet Currency"
    )
    wallet_balance = fields.Monetary(
        string="Stored Value",
        compute="_compute_wallet",
        currency_field="wallet_currency_id",
        help="Money paid in and bonus that are not spent yet.",
    )
    wallet_bonus = fields.Monetary(
        string="Of Which Bonus",
        compute="_compute_wallet",
        currency_field="wallet_currency_id",
    )
    wallet_available = fields.Monetary(
        string="Available",
        compute="_compute_wallet",
        currency_field="wallet_currency_id",
        help="Stored value less what is reserved for payments in progress.",
    )

    # === COMPUTE METHODS === #
    @api.depends("account_ids.balance", "account_ids.available")
    def _compute_wallet(self):
        amounts = self._get_wallet_amounts()
        for member in self:
            mine = amounts.get(member.id) or {}
            member.wallet_balance = float(mine.get("balance", 0))
            member.wallet_available = float(mine.get("available", 0))
            member.wallet_bonus = float(mine.get(BONUS, 0))

    # === ACTION METHODS === #
    def action_topup(self):
        """Open the top-up window for this member."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "membership_wallet.membership_member_topup_action"
        )
        return {**action, "context": {"default_member_id": self.id}}

    def action_view_topups(self):
        """Open this member's top-ups."""
        action = self._action_view("membership.topup", self.env._("Top-ups"))
        return {**action, "context": {"create": False}}

    def action_wallet_statement(self):
        """Open the statement of this member's wallet."""
        self.ensure_one()
        self.check_access("read")
        account = self._get_wallet().sudo(False)
        return account.action_view_statement()

    # === BUSINESS METHODS === #
    def _get_wallet(self, currency=None, create=True):
        """The member's wallet.

        :param currency: default: that of the member's company
        :param create: make it if there is none yet
        :returns: ``membership.account`` in sudo; empty if there is none and not created
        """
        self.ensure_one()
        currency = currency or self.sudo().company_id.currency_id
        unit = self.env["membership.unit"]._for_currency(currency)
        return self._get_account(unit, create=create)

    def _get_wallets(self):
        """{member id: wallet} for many members; what is missing is opened."""
        Account = self.env["membership.account"].sudo()
        Unit = self.env["membership.unit"]
        wallets = {}
        linked = self.filtered("is_linked")
        for member in linked:
            wallets[member.id] = member._get_wallet()
        for currency, members in (
            (self - linked)
            .grouped(lambda member: member.company_id.currency_id)
            .items()
        ):
            unit = Unit._for_currency(currency)
            domain = [("unit_id", "=", unit.id), ("member_id", "in", members.ids)]
            missing = members - Account.search(domain).member_id
            if missing:
                Account._open_for_members(missing.ids, [unit.id] * len(missing))
            for account in Account.search(domain):
                wallets[account.member_id.id] = account
        return wallets

    def _get_wallet_amounts(self):
        """Exact amounts of these members' wallets, by one query.

        :returns: {member id: {"balance", "available", "principal", "bonus"}} of
            Decimals; members without a wallet are missing
        """
        self.env["membership.account"]._flush_ledger()
        self.env.cr.execute(
            SQL(
                """
                SELECT drawn.member_id, account.balance::text,
                    (account.balance - account.held + account.credit_limit)::text,
                    COALESCE(SUM(lot.remaining)
                        FILTER (WHERE lot.bucket = %(bonus)s), 0)::text
                FROM (%(drawn)s) drawn
                JOIN membership_account account ON account.id = drawn.account_id
                JOIN membership_unit unit ON unit.id = account.unit_id
                JOIN res_company company ON company.id = account.company_id
                LEFT JOIN membership_lot lot
                    ON lot.account_id = account.id AND lot.remaining > 0
                WHERE unit.currency_id = company.currency_id
                GROUP BY drawn.member_id, account.id
                """,
                bonus=BONUS,
                drawn=self._get_drawn_sql(self.ids),
            )
        )
        amounts = {}
        for member_id, *texts in self.env.cr.fetchall():
            balance, available, bonus = map(Decimal, texts)
            amounts[member_id] = {
                "balance": balance,
                "available": available,
                PRINCIPAL: balance - bonus,
                BONUS: bonus,
            }
        return amounts

    def _get_till_data(self):
        """Adds ``wallet``: balance, available, principal and bonus as texts."""
        data = super()._get_till_data()
        amounts = self._get_wallet_amounts().get(self.id)
        decimals = self.sudo().company_id.currency_id.decimal_places
        zero = Decimal(0)
        data["wallet"] = {
            name: f"{(amounts or {}).get(name, zero):.{decimals}f}"
            for name in ("balance", "available", PRINCIPAL, BONUS)
        }
        return data

    # === HOOKS === #
    def _merge_into(self, survivor):
        """Top-ups go along."""
        res = super()._merge_into(survivor)
        self._repoint("membership.topup", survivor)
        return res
