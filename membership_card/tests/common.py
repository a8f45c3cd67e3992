"""Fixtures that the tests of every addon above build on."""

from itertools import count

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from ..models import (
    membership_card_type_policy,
    membership_purchase,
    membership_register_import_posting,
    membership_register_import_reversal,
)

_counter = count(1)


class CardAlone:
    """Tests of what this addon does by itself, whatever stands on it."""

    def setUp(self):
        super().setUp()
        for name, method, base in (
            (
                "membership.card.type",
                "action_approve",
                membership_card_type_policy.MembershipCardType,
            ),
            (
                "membership.purchase",
                "_after_purchase",
                membership_purchase.MembershipPurchase,
            ),
            (
                "membership.register.import",
                "_after_opening_balances",
                membership_register_import_posting.MembershipRegisterImport,
            ),
            (
                "membership.register.import",
                "_after_opening_reversals",
                membership_register_import_reversal.MembershipRegisterImport,
            ),
        ):
            self.patch(type(self.env[name]), method, getattr(base, method))


class CardCommon(TransactionCase):
    """A Chinese company with a ladder, a card type and outlets of its own.

    ``card_centre`` is the least-privileged user who may do what is tested.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(tracking_disable=True).env
        cls.company = cls.env["res.company"].create(
            {
                "name": "Test Tea",
                "country_id": cls.env.ref("base.cn").id,
                "currency_id": cls._activate_currency("CNY").id,
            }
        )
        cls.env.user.write(
            {
                "company_ids": [Command.link(cls.company.id)],
                "company_id": cls.company.id,
                "membership_outlet_id": False,
            }
        )
        cls.env = cls.env["base"].with_company(cls.company).env
        cls.levels = cls.env["membership.level"]._get_ladder(cls.company)
        cls.regular, cls.silver, cls.gold, cls.platinum = cls.levels
        # Without the addons above, levels ask for spending; without grace they fall at
        # once.
        cls.levels.rule_ids.basis = "spending"
        cls.program = cls.levels.program_id
        cls.program.grace_days = 0
        cls.card_type = cls.env["membership.card.type"]._get_default(cls.company)
        cls.head_office = cls.env["membership.outlet"]._get_default(cls.company)
        cls.outlet = cls._create_outlet(name="Xuhui", code="XH")
        cls.card_centre = cls._create_user("card_centre")

    @classmethod
    def _activate_currency(cls, name):
        currency = cls.env.ref(f"base.{name}")
        currency.active = True
        return currency

    @classmethod
    def _create_user(cls, *groups, **values):
        """A user with these groups of ``membership_ledger``."""
        names = [f"membership_ledger.group_{group}" for group in groups]
        login = values.pop("login", f"membership_user_{next(_counter)}")
        values = {
            "company_id": cls.company.id,
            "company_ids": [Command.set(cls.company.ids)],
        } | values
        return new_test_user(
            cls.env,
            login,
            ",".join(["base.group_user", *names]),
            context={"no_reset_password": True},
            **values,
        )

    @classmethod
    def _create_account(cls, code, account_type, company=None, **values):
        """An account of the books, as a chart of accounts would bring."""
        company = company or cls.company
        return (
            cls.env["account.account"]
            .with_company(company)
            .create(
                {
                    "name": f"{account_type} {code}",
                    "code": code,
                    "account_type": account_type,
                    "company_ids": [Command.set(company.ids)],
                    **values,
                }
            )
        )

    @classmethod
    def _next_phone(cls):
        return f"+86138{next(_counter):08d}"

    @classmethod
    def _create_outlet(cls, **values):
        """An outlet of the company, below its head office."""
        number = next(_counter)
        return cls.env["membership.outlet"].create(
            {
                "name": f"Outlet {number}",
                "code": f"O{number}",
                "company_id": cls.company.id,
                "parent_id": cls.head_office.id,
            }
            | values
        )

    @classmethod
    def _create_member(cls, **values):
        """A member with an active card: name, phone and whatever ``_enrol`` takes."""
        outlet = values.pop("outlet", None) or cls.outlet
        number = next(_counter)
        vals = {
            "name": f"Member {number}",
            "phone": cls._next_phone(),
            "company_id": cls.company.id,
        } | values
        return cls.env["membership.member"]._enrol(vals, outlet)

    @classmethod
    def _create_card(cls, member=None, state="active", **values):
        """A card of ``member`` (a new one by default) in ``state``."""
        member = member or cls._create_member()
        card = cls.env["membership.card"].create(
            {
                "member_id": member.id,
                "type_id": cls.card_type.id,
                "company_id": cls.company.id,
                "outlet_id": cls.outlet.id,
            }
            | values
        )
        path = {
            "draft": [],
            "active": ["activate"],
            "lost": ["activate", "report_loss"],
            "frozen": ["activate", "freeze"],
            "expired": ["activate", "expire"],
            "cancelled": ["activate", "cancel"],
        }
        for action in path[state]:
            card._change_state(action, "test")
        return card

    @classmethod
    def _create_type(cls, user=None, **values):
        """A card type of the company; its numbers meet no other type's."""
        number = next(_counter)
        Type = cls.env["membership.card.type"].with_user(user or cls.env.user)
        return Type.create(
            {
                "name": f"Type {number}",
                "code": f"T{number}",
                "company_id": cls.company.id,
            }
            | values
        )

    @classmethod
    def _create_held_card(cls, member, card_type=None, **values):
        """An active card on the accounts of ``member`` that somebody else carries."""
        card_type = card_type or cls._create_type(kind="supplementary")
        holder = {
            "name": f"Holder {next(_counter)}",
            "phone": values.pop("phone", False) or cls._next_phone(),
        }
        if "holder_id" not in values:
            values["holder_id"] = cls.env["res.partner"].create(holder).id
        return cls._create_card(member, type_id=card_type.id, **values)

    @classmethod
    def _record_purchase(cls, member, amount, **values):
        """A purchase of ``member`` from no document."""
        number = next(_counter)
        vals = {
            "member_id": member.id,
            "company_id": cls.company.id,
            "currency_id": cls.company.currency_id.id,
            "amount_total": str(amount),
            "origin_key": f"test:{number}",
        } | values
        return cls.env["membership.purchase"]._record([vals])
