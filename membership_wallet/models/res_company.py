from itertools import combinations

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

from ..const import ADVANCE_CODES


class ResCompany(models.Model):
    """Where stored value is booked. Branches use the settings of their root company."""

    _inherit = "res.company"

    membership_liability_account_id = fields.Many2one(
        "account.account",
        string="Customer Stored Value",
        check_company=True,
        domain=[("account_type", "in", ("liability_current", "liability_non_current"))],
        help="What the company owes its members: always the sum of all wallets.",
    )
    membership_promotion_account_id = fields.Many2one(
        "account.account",
        string="Membership Promotion Cost",
        check_company=True,
        domain=[("internal_group", "in", ("expense", "income"))],
        help="Bonus granted on top-ups; bonus that expires or is taken back lowers it.",
    )
    membership_opening_account_id = fields.Many2one(
        "account.account",
        string="Membership Opening Balances",
        check_company=True,
        domain=[("account_type", "!=", "off_balance")],
        help="Counterpart of balances taken over from an earlier system. The "
        "accountant clears it against what the old books say.",
    )
    membership_journal_id = fields.Many2one(
        "account.journal",
        check_company=True,
        domain=[("type", "=", "general")],
        help="Journal for everything that no cash or bank account takes part in: "
        "opening balances, adjustments, expired bonus, payments of invoices.",
    )
    membership_spend_order = fields.Selection(
        [("principal", "Money paid in first"), ("bonus", "Bonus first")],
        string="Order of Spending",
        default="principal",
        required=True,
        help="Which part of the stored value a payment uses first.",
    )

    # === CONSTRAINT METHODS === #
    @api.constrains(lambda self: self._get_membership_liability_fields().values())
    def _check_liabilities_differ(self):
        names = self._get_membership_liability_fields().values()
        for company in self:
            for one, other in combinations(names, 2):
                if company[one] and company[one] == company[other]:
                    raise ValidationError(
                        self.env._(
                            "“%(one)s” and “%(other)s” are owed to different people: "
                            "choose another account than %(account)s for one of them.",
                            one=self._fields[one]._description_string(self.env),
                            other=self._fields[other]._description_string(self.env),
                            account=company[one].display_name,
                        )
                    )

    # === CRUD METHODS === #
    def write(self, vals):
        """A liability account stays while balances hold what it owes."""
        for book, name in self._get_membership_liability_fields().items():
            if name in vals:
                self._check_can_change_liability(book, name, vals[name])
        return super().write(vals)

    def cache_invalidation_fields(self):
        """The order of spending is remembered by every worker."""
        return super().cache_invalidation_fields() | {"membership_spend_order"}

    # === BUSINESS METHODS === #
    @ormcache("self.id")
    def _get_membership_spend_order(self):
        """Which part of stored value goes first: "principal" or "bonus"."""
        return self.sudo().membership_spend_order

    def _get_membership_liability_fields(self):
        """{book of the ledger: field of its liability account}."""
        books = self._get_membership_books()
        return {book: f"membership_{role}_account_id" for book, role in books.items()}

    def _check_can_change_liability(self, book, name, account_id):
        for company in self:
            old = company[name]
            stays = not old or old.id == account_id
            if stays or not company._has_membership_movements(book):
                continue
            raise UserError(
                self.env._(
                    "“%(title)s” of %(company)s is booked on %(account)s already: "
                    "the account stays, or the books would not tie any more.",
                    title=self._fields[name]._description_string(self.env),
                    company=company.name,
                    account=old.display_name,
                )
            )

    def _has_membership_movements(self, book):
        Account = self.env["membership.account"].sudo()
        domain = [
            ("company_id", "=", self.id),
            ("book", "in", Account._get_book_values(book)),
            ("unit_kind", "=", "money"),
            ("last_number", ">", 0),
        ]
        return Account.search_count(domain, limit=1)

    def _get_membership_account(self, role):
        """The account for ``role``: liability, promotion or opening.

        :raises UserError: if nobody has chosen it yet; the sentence says where to
        """
        self.ensure_one()
        root = self.root_id.sudo()
        field = root._fields[f"membership_{role}_account_id"]
        if account := root[field.name]:
            return account.with_env(self.env)
        raise UserError(
            self.env._(
                "%(company)s has no account for “%(account)s” yet. Choose one in "
                "Settings ‣ Membership ‣ Stored Value.",
                company=root.name,
                account=field._description_string(self.env),
            )
        )

    def _get_membership_journal(self):
        """The journal for entries in which no cash or bank account takes part.

        :raises UserError: if the company has none
        """
        self.ensure_one()
        root = self.root_id.sudo()
        journal = root.membership_journal_id or root._find_membership_journal()
        if journal:
            return journal.with_env(self.env)
        raise UserError(
            self.env._(
                "%(company)s has no journal for stored value yet. Choose one in "
                "Settings ‣ Membership ‣ Stored Value.",
                company=root.name,
            )
        )

    def _set_up_membership_wallet(self):
        """Make what is missing for stored value; safe to repeat.

        Only for companies that have a chart of accounts: the others get theirs when
        the chart is loaded.
        """
        for company in self.filtered("chart_template"):
            company = company.with_company(company)
            for role, values in company._prepare_membership_accounts().items():
                field = f"membership_{role}_account_id"
                if not company[field]:
                    company[field] = company._make_membership_account(role, values)
            if not company.membership_journal_id:
                company.membership_journal_id = company._find_membership_journal()
            company.env["membership.topup.method"]._create_defaults(company)

    # === HOOKS === #
    def _get_membership_books(self):
        """Hook: the accounts on which money is owed to those who paid it in.

        :returns: dict from the ``book`` of an account in the ledger to the role of the
            liability account (see :meth:`_get_membership_account`)
        """
        return {"wallet": "liability"}

    def _prepare_membership_accounts(self):
        """Hook: the accounts a company gets by itself.

        :returns: dict from role to ``name`` (in English), ``account_type`` and
            ``near`` (the new number follows this one)
        """
        self.ensure_one()
        return {
            "liability": {
                "name": "Customer stored value",
                "account_type": "liability_current",
                "near": ADVANCE_CODES.get(self.chart_template),
            },
            "promotion": {
                "name": "Membership promotion cost",
                "account_type": "expense",
                "near": None,
            },
            "opening": {
                "name": "Membership opening balances",
                "account_type": "asset_current",
                "near": None,
            },
        }

    # === HELPERS === #
    def _make_membership_account(self, role, values):
        """The account for ``role``; one from an earlier installation is used again."""
        template = self.env["account.chart.template"]
        xmlid = template.company_xmlid(f"membership_{role}", self)
        if account := self.env.ref(xmlid, raise_if_not_found=False):
            return account
        account = self._create_membership_account(**values)
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": xmlid, "record": account, "noupdate": True}]
        )
        return account

    def _create_membership_account(self, name, account_type, near):
        """One account with the next free number and its name in every language."""
        Account = self.env["account.account"].with_context(lang="en_US")
        if not near:
            near = Account.search(
                [
                    *Account._check_company_domain(self),
                    ("account_type", "=", account_type),
                ],
                order="code desc",
                limit=1,
            ).code
        account = Account.create(
            {
                "name": name,
                "code": Account._search_new_account_code(near or "900000"),
                "account_type": account_type,
                "company_ids": [fields.Command.set(self.ids)],
            }
        )
        names = self._get_membership_account_names()
        account.update_field_translations("name", names[name])
        return account

    def _get_membership_account_names(self):
        """{English account name: {language: name}}, as literals for the export."""
        names = {}
        for code, _name in self.env["res.lang"].get_installed():
            env = self.with_context(lang=code).env
            for english, local in (
                ("Customer stored value", env._("Customer stored value")),
                ("Membership promotion cost", env._("Membership promotion cost")),
                ("Membership opening balances", env._("Membership opening balances")),
            ):
                names.setdefault(english, {})[code] = local
        return names

    def _find_membership_journal(self):
        Journal = self.env["account.journal"]
        return Journal.search(
            [*Journal._check_company_domain(self), ("type", "=", "general")],
            order="sequence, id",
            limit=1,
        )
