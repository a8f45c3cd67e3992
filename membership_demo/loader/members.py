"""The members with their first cards, and what the old register says they own."""

from datetime import datetime, time
from decimal import Decimal

from odoo import fields

from .staff import CASHIERS
from .stage import CHINESE

OPENING = "老系统余额迁入 Taken over from the old register"


def build(stage):
    """Contacts, members, cards; then the balances of who was a member before."""
    stage.clock.set(datetime.combine(stage.story.first_day, time(8)))
    _enrol(stage)
    with stage.clock.running():
        _issue_cards(stage)
        _take_over(stage)


def _enrol(stage):
    """All at once: the suite's own enrolment looks for duplicates, one by one."""
    env = stage.env
    people = stage.story.people
    contacts = env["res.partner"].create([_prepare_contact(stage, p) for p in people])
    members = env["membership.member"].create(
        [
            {
                "partner_id": contact.id,
                "company_id": stage.get_company(person.store).id,
                "outlet_id": stage.outlets[person.store].id,
                "joined_on": person.joined_on,
            }
            for person, contact in zip(people, contacts, strict=True)
        ]
    )
    stage.members = dict(enumerate(members))


def _prepare_contact(stage, person):
    languages = dict(stage.env["res.lang"].get_installed())
    vals = {
        "name": person.name,
        "phone": person.phone,
        "gender": person.gender,
        "birthdate_date": person.birthday,
        "country_id": stage.env.ref("base.cn").id,
        "city": stage.outlets[person.store].partner_id.city,
        "tz": "Asia/Shanghai",
        "lang": CHINESE if CHINESE in languages and not person.role else "en_US",
    }
    if person.email:
        vals["email"] = person.email
    return vals


def _issue_cards(stage):
    """Each card is activated on the day its member joined, by the store."""
    env = stage.env
    types = {
        (card_type.company_id, card_type.code): card_type
        for card_type in env["membership.card.type"].search([])
    }
    people = sorted(stage.story.people, key=lambda person: person.joined_on)
    vals_list = []
    for person in people:
        company = stage.get_company(person.store)
        code = "ECARD" if person.is_electronic else "MEMBER"
        vals_list.append(
            {
                "member_id": stage.members[person.number].id,
                "type_id": types[company, code].id,
                "company_id": company.id,
                "outlet_id": stage.outlets[person.store].id,
            }
        )
    _number(env, vals_list)
    cards = env["membership.card"].create(vals_list)
    stage.cards = dict(zip((person.number for person in people), cards, strict=True))
    days = {}
    for person, card in zip(people, cards, strict=True):
        key = person.joined_on, person.store
        days[key] = days.get(key, cards.browse()) | card
    for (day, store), issued in days.items():
        stage.clock.set(datetime.combine(day, time(10, 5)))
        clerk = stage.users[CASHIERS[store]]
        issued.with_user(clerk).sudo()._change_state(
            "activate", outlet=stage.outlets[store]
        )


def _number(env, vals_list):
    """Draw the numbers of many cards in one query per type."""
    by_type = {}
    for vals in vals_list:
        by_type.setdefault(vals["type_id"], []).append(vals)
    for type_id, rows in by_type.items():
        card_type = env["membership.card.type"].browse(type_id).sudo()
        for vals, number in zip(rows, card_type._next_numbers(len(rows)), strict=True):
            vals["number"] = number


def _take_over(stage):
    """Opening balances, booked against the account that the accountant clears."""
    env = stage.env
    stage.clock.set(datetime.combine(stage.story.first_day, time(8, 30)))
    points_unit = env["membership.member"]._get_points_unit()
    Account = env["membership.account"].sudo()
    for company in stage.companies:
        people = [
            person
            for person in stage.story.people
            if stage.get_company(person.store) == company
        ]
        money_unit = env["membership.unit"]._for_currency(company.currency_id)
        expiry = company._get_points_expiry(stage.story.first_day)
        money = _post_opening(
            stage, people, money_unit, lambda person: person.opening[0], "principal"
        )
        _post_opening(
            stage,
            people,
            points_unit,
            lambda person: Decimal(person.opening[1]),
            "points",
            fields.Date.to_date(expiry),
        )
        if money:
            env["membership.wallet.booking"].sudo()._post_counterpart(
                Account.env["membership.entry"].browse(money.ids),
                company._get_membership_account("opening"),
                OPENING,
            )


def _post_opening(stage, people, unit, get_amount, bucket, expires_on=None):
    owners = [person for person in people if get_amount(person)]
    if not owners:
        return stage.env["membership.entry"]
    Account = stage.env["membership.account"].sudo()
    ids = [stage.members[person.number].id for person in owners]
    Account._open_for_members(ids, [unit.id] * len(ids))
    accounts = {
        account.member_id.id: account.id
        for account in Account.search(
            [("member_id", "in", ids), ("unit_id", "=", unit.id)]
        )
    }
    return Account._post_batch(
        [
            {
                "account_id": accounts[stage.members[person.number].id],
                "amount": get_amount(person),
                "kind": "opening",
                "key": f"demo:opening:{person.number}",
                "reason": OPENING,
                "bucket": bucket,
                "expires_on": expires_on,
            }
            for person in owners
        ]
    )
