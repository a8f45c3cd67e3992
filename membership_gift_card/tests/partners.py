"""A chain and its franchise: two main companies, each with books, outlets and staff."""

from types import SimpleNamespace

from odoo.fields import Command


class PartnerMixin:
    """Beside ``GiftCommon``: ``f`` is the franchise, with its accounts and people."""

    @classmethod
    def _found_partner(cls, name="Franchise", currency="CNY"):
        """Another main company with books, as its chart of accounts would bring."""
        company = cls.env["res.company"].create(
            {
                "name": name,
                "country_id": cls.env.ref("base.cn").id,
                "currency_id": cls._activate_currency(currency).id,
            }
        )
        cls.env.user.company_ids |= company
        journals = cls.env["account.journal"].with_company(company)
        misc = journals.create({"name": "Misc", "type": "general", "code": "MISC"})
        money = cls._create_account("100101", "asset_cash", company)
        cash = journals.create(
            {
                "name": "Cash",
                "type": "cash",
                "code": "CSH1",
                "default_account_id": money.id,
            }
        )
        company.membership_journal_id = misc
        cls._open_gift_books(company)
        method = cls.env["membership.topup.method"].create(
            {"name": "Cash", "journal_id": cash.id, "company_id": company.id}
        )
        office = cls.env["membership.outlet"]._get_default(company)
        staff = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
        return SimpleNamespace(
            company=company,
            money=money,
            misc=misc,
            cash=method,
            outlet=office,
            operator=cls._create_user("operator", **staff),
            second=cls._create_user("operator", **staff),
            manager=cls._create_user("manager", **staff),
            settlement=company.membership_gift_settlement_account_id,
        )

    @classmethod
    def _open_gift_books(cls, company):
        """Accounts for gift cards and their settlement, where there are none."""
        accounts = {
            "liability": ("220391", "liability_current"),
            "gift_liability": ("220392", "liability_current"),
            "gift_settlement": ("122191", "asset_receivable"),
        }
        for role, (code, kind) in accounts.items():
            field = f"membership_{role}_account_id"
            if not company[field]:
                company[field] = cls._create_account(code, kind, company)

    @classmethod
    def _share(cls, *partners):
        """Share the type of gift cards with these companies, and no others."""
        companies = [partner.company.id for partner in partners]
        cls.gift_type.company_ids = [Command.set(companies)]

    def _blank_at(self, partner):
        """A blank of the chain that was handed to the partner, and its code."""
        card = self.Card.sudo()._receive(
            self.gift_type, self.outlet, self.gift_type._next_numbers(1)
        )
        code = card.code
        card._change_state("move", outlet=partner.outlet)
        return card, code

    # === WHAT IS THERE AFTERWARDS === #
    def _owes(self, company, other):
        """What ``other`` owes ``company``, in the books of ``company``."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT COALESCE(SUM(balance), 0) FROM account_move_line WHERE "
            "account_id = %s AND partner_id = %s AND parent_state = 'posted'",
            [
                company.membership_gift_settlement_account_id.id,
                other.partner_id.id,
            ],
        )
        return self.env.cr.fetchone()[0]

    def _assert_mirrored(self, owed):
        """The franchise owes the chain ``owed``, and both say so; both proofs tie."""
        chain, franchise = self.company, self.f.company
        self.assertEqual(self._owes(chain, franchise), owed)
        self.assertEqual(self._owes(franchise, chain), -owed)
        self._assert_tied_everywhere()
        self.env.invalidate_all()
        rows = self.env["membership.gift.settlement"].search(
            [("company_id", "in", (chain | franchise).ids)]
        )
        self.assertFalse(any(rows.mapped("difference")))
        return rows

    def _assert_tied_everywhere(self):
        """The proof of each company finds nothing."""
        for company in self.company | self.f.company:
            proof = self.env["membership.proof"].with_company(company)._prove(company)
            problems = proof.line_ids.filtered(lambda line: line.severity == "error")
            self.assertFalse(problems, problems.mapped("message"))
            self.assertTrue(all(proof.book_ids.mapped("is_tied")))
