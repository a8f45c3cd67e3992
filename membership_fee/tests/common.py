"""A company with the few accounts that an invoice needs, and fees to charge."""

from unittest.mock import patch

from odoo.addons.membership_card.tests.common import CardCommon


class FeeCommon(CardCommon):
    """``member`` joined on 2024-03-10; ``_schedule`` writes down what is charged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["membership.fee.schedule"].search([]).active = False
        cls._create_books()
        cls.Fee = cls.env["membership.fee"]
        cls.member = cls._create_member(name="Lin Wei", joined_on="2024-03-10")
        cls.manager = cls._create_user("manager")

    @classmethod
    def _create_books(cls):
        cls.receivable = cls._create_account("112201", "asset_receivable")
        cls.income = cls._create_account("600101", "income")
        cls.money = cls._create_account("100101", "asset_cash")
        cls.transit = cls._create_account("100202", "asset_current", reconcile=True)
        Journal = cls.env["account.journal"].with_company(cls.company)
        cls.sales = Journal.create(
            {
                "name": "Sales",
                "type": "sale",
                "code": "INV",
                "default_account_id": cls.income.id,
            }
        )
        cls.bank = Journal.create(
            {
                "name": "Bank",
                "type": "bank",
                "code": "BNK",
                "default_account_id": cls.money.id,
            }
        )
        cls.bank.inbound_payment_method_line_ids.payment_account_id = cls.transit
        cls.env["ir.default"].set(
            "res.partner",
            "property_account_receivable_id",
            cls.receivable.id,
            company_id=cls.company.id,
        )
        cls.product = cls.env.ref("membership_fee.product_fee")
        cls.product.with_company(cls.company).property_account_income_id = cls.income
        cls.product.taxes_id = False

    @classmethod
    def _schedule(cls, kind, amount, **values):
        """What ``kind`` costs since 2020."""
        return cls.env["membership.fee.schedule"].create(
            {
                "name": f"{kind} {amount}",
                "kind": kind,
                "amount": amount,
                "company_id": cls.company.id,
                "date_from": "2020-01-01",
                **values,
            }
        )

    def _charge(self, amount=100, key="one", member=None, kind="replacement", **values):
        """A fee of ``member`` that is due."""
        self._schedule(kind, amount, **values)
        return (member or self.member)._charge_fee(kind, key)

    def _fees(self, member=None, **values):
        domain = [("member_id", "=", (member or self.member).id)]
        return self.Fee.search([*domain, *((k, "=", v) for k, v in values.items())])

    def _run_night(self):
        """The nightly job to its end; a test commits nothing."""
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", lambda *_args, **_values: 3600):
            self.assertTrue(self.Fee._cron_run())

    def _pay(self, invoice, **values):
        """Pay an invoice as the accountant does, all of it or an ``amount``."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": self.bank.id} | values)
        )
        return wizard._create_payments()
