from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import BONUS, PRINCIPAL


class MembershipAccount(models.Model):
    """Stored value: in which order it is spent, and how its expiry is booked."""

    _inherit = "membership.account"

    # Rows that other addons insert by SQL leave it empty: those are wallets.
    book = fields.Selection(
        [("wallet", "Stored Value")],
        default="wallet",
        readonly=True,
        help="In which liability account the money is owed: wallets of members and "
        "gift cards are kept apart.",
    )

    # === ACTION METHODS === #
    def action_adjust(self):
        """Ask for amount and reason and correct the balance."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Adjust stored value"),
            "res_model": "membership.account.adjust",
            "view_mode": "form",
            "target": "new",
            "context": {"default_account_id": self.id},
        }

    # === BUSINESS METHODS === #
    def _get_bucket_order(self):
        """Money: as the company chose; everything else: as the unit says."""
        if self.unit_id._get_facts().kind != "money":
            return super()._get_bucket_order()
        if self.company_id._get_membership_spend_order() == "bonus":
            return [BONUS, PRINCIPAL]
        return [PRINCIPAL, BONUS]

    @api.model
    def _get_book_values(self, book):
        """What accounts of this book have in ``book``, for a domain."""
        return [False, book] if book == "wallet" else [book]

    def _hold_by_card(self, card, amount, key, **values):
        """Reserve an amount that a card takes, within its limits; see :meth:`_hold`.

        :param card: ``membership.card``, or empty for a payment without one
        :raises UserError: if the card may not take so much in one payment or today
        """
        self.ensure_one()
        amount = self.unit_id._to_decimal(amount)
        card._check_spending(self, amount, key)
        hold = self._hold(amount, key, **values)
        card._note_spending(self, key)
        return hold

    @api.model
    def _cron_expire_lots(self):
        """Nightly: what has expired is booked, in one journal entry per company."""
        result = super()._cron_expire_lots()
        self._book_expired()
        return result

    @api.model
    def _book_expired(self):
        """Book expired stored value that has no journal entry yet.

        A company without the accounts for it is passed over; the proof names what
        stays unbooked there.
        """
        Booking = self.env["membership.wallet.booking"].sudo()
        for company, entries in self._get_unbooked_expiries().items():
            root = company.sudo()
            ready = (
                root.membership_liability_account_id
                and root.membership_promotion_account_id
            )
            if ready:
                Booking._post_counterpart(
                    entries,
                    company._get_membership_account("promotion"),
                    self.env._(
                        "Stored value expired until %(day)s",
                        day=fields.Date.context_today(self),
                    ),
                )

    @api.model
    def _get_unbooked_expiries(self):
        """{company: entries of kind "expire" of money that no journal entry books}."""
        self.env.cr.execute(
            SQL(
                """
                SELECT account.company_id, array_agg(entry.id)
                FROM membership_entry entry
                JOIN membership_account account ON account.id = entry.account_id
                JOIN membership_unit unit ON unit.id = account.unit_id
                LEFT JOIN membership_wallet_booking booking
                    ON booking.entry_id = entry.id
                WHERE entry.kind = 'expire' AND unit.kind = 'money'
                  AND booking.id IS NULL
                GROUP BY account.company_id ORDER BY account.company_id
                """
            )
        )
        Company = self.env["res.company"]
        Entry = self.env["membership.entry"].sudo()
        return {
            Company.browse(company_id): Entry.browse(entry_ids)
            for company_id, entry_ids in self.env.cr.fetchall()
        }

    def _adjust_money(self, amount, key, reason, bucket=PRINCIPAL, counterpart=None):
        """Correct a wallet by ``amount`` (signed) and book it, once.

        :param str reason: mandatory; the statement and the journal entry show it
        :param bucket: what a positive correction adds to
        :param counterpart: ``account.account``; default: membership promotion cost
        :returns: the ledger entry
        """
        self.ensure_one()
        wallet = self.sudo()
        if wallet.unit_id.kind != "money":
            raise UserError(
                self.env._("%(account)s holds no money.", account=wallet.display_name)
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the balance is corrected."))
        entry = wallet._post(amount, "adjust", key, reason=reason, bucket=bucket)
        if not entry.move_id:
            account = counterpart or wallet.company_id._get_membership_account(
                "promotion"
            )
            self.env["membership.wallet.booking"]._post_counterpart(
                entry,
                account.sudo(),
                reason,
                partner=wallet.member_id.partner_id.commercial_partner_id,
            )
            entry.invalidate_recordset(["move_id"], flush=False)
        return entry
