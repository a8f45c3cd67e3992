"""Who comes when, what is in the basket and how it is paid."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from .catalogue import CATEGORIES, FRANCHISE, STORES, TENDERS, TOPUP_METHODS, products
from .events import Payback, Redeem, Return, Visit

WEEKDAYS = (0.85, 0.8, 0.85, 0.9, 1.1, 1.35, 1.25)
# Spring festival, first pick of Longjing, moon festival, double eleven.
MONTHS = (1.2, 1.1, 0.95, 1.15, 1.05, 0.95, 0.95, 1.0, 1.2, 1.05, 1.1, 1.0)
HOURS = (10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20)
HOUR_WEIGHTS = (4, 6, 8, 9, 12, 13, 11, 8, 9, 10, 6)
MISTAKE = "误充值 Topped up by mistake"
GIFTS = ("茶样礼盒 Tea sampler box", "帆布袋 Canvas bag", "品鉴杯 Tasting cup")
STEADY = {  # members of the cast keep to a habit, so that README can describe them
    "hero": 4.0,
    "patron": 7.0,
    "birthday": 2.0,
    "lost": 5.0,
    "frozen": 2.0,
    "waiting": 4.0,
    "suzhou": 4.5,
}
SHELVES = {
    category.code: (
        [product for product in products() if product.category == category.code],
        [
            product.popularity
            for product in products()
            if product.category == category.code
        ],
    )
    for category in CATEGORIES
}


def live(rng, person, first_day, last_day):
    """All visits of one person between two days, with what follows from them."""
    purse, points = person.opening[0], 0
    rate = STEADY.get(person.role, person.persona.visits) / 30.4
    start = max(first_day, person.joined_on)
    end = min(last_day, person.leaves_after or last_day)
    events = []
    for offset in range((end - start).days + 1):
        day = start + timedelta(days=offset)
        # Who joins buys something; the hero's last order is there to be looked at.
        is_sure = offset == 0 and person.joined_on >= first_day
        is_sure |= person.role == "hero" and day == last_day
        likely = rate * WEEKDAYS[day.weekday()] * MONTHS[day.month - 1]
        if not is_sure and rng.random() >= likely:
            continue
        visit = _draw_visit(rng, person, day, purse)
        purse += visit.topup
        if visit.wallet:
            purse = max(purse - visit.total, Decimal(0))
        points += int(visit.total)
        events.append(visit)
        if points >= 700 and rng.random() < 0.05:
            events.append(_redeem(rng, visit))
            points -= 500
    return events + _regret(rng, person, events, last_day)


def _draw_visit(rng, person, day, purse):
    persona = person.persona
    at = datetime.combine(day, time(rng.choices(HOURS, HOUR_WEIGHTS)[0]))
    at += timedelta(minutes=rng.randrange(4, 57), seconds=rng.randrange(60))
    lines = _draw_basket(rng, persona)
    topup, method = Decimal(0), ""
    # Whoever uses stored value tops up when little is left, mostly.
    if person.tops_up and purse < 60 and rng.random() < 0.6:
        amounts, weights = list(persona.amounts), list(persona.amounts.values())
        topup = Decimal(rng.choices(amounts, weights)[0])
        method = _pick(rng, TOPUP_METHODS)
    return Visit(
        person=person.number,
        at=at,
        store=_draw_store(rng, person),
        lines=lines,
        tender=_pick(rng, TENDERS),
        wallet=person.tops_up and (purse + topup > 0) and rng.random() < 0.92,
        topup=topup,
        method=method if person.store != FRANCHISE or method != "lianhua" else "cash",
    )


def _draw_basket(rng, persona):
    count = rng.choices((1, 2, 3, 4), persona.items)[0]
    basket = {}
    shelves, weights = list(persona.shelves), list(persona.shelves.values())
    for _i in range(count):
        goods, popularity = SHELVES[rng.choices(shelves, weights)[0]]
        product = rng.choices(goods, popularity)[0]
        basket[product.code] = basket.get(product.code, 0) + 1
    return tuple(basket.items())


def _draw_store(rng, person):
    """Nearly always at home; the franchise has books and members of its own."""
    if person.is_franchise or rng.random() < 0.93:
        return person.store
    own = [store.code for store in STORES if store.code != FRANCHISE]
    return rng.choice(own)


def _redeem(rng, visit):
    return Redeem(
        person=visit.person,
        at=visit.at + timedelta(minutes=2),
        store=visit.store,
        points=500,
        gift=rng.choice(GIFTS),
    )


def _regret(rng, person, events, last_day):
    """Some goods come back within a week, and once in a while a top-up does."""
    after = []
    for visit in [event for event in events if isinstance(event, Visit)]:
        sold = visit.total
        if sold >= 80 and rng.random() < 0.03:
            at = visit.at + timedelta(days=rng.randrange(1, 7), minutes=7)
            if at.date() <= last_day:
                is_full = len(visit.lines) == 1 or rng.random() < 0.4
                after.append(Return(person.number, at, visit, is_full))
        if visit.topup >= 500 and rng.random() < 0.015:
            at = visit.at + timedelta(days=rng.randrange(1, 4), minutes=11)
            if at.date() <= last_day:
                after.append(Payback(person.number, at, visit, MISTAKE))
    return after


def _pick(rng, weighted):
    return rng.choices([name for name, _w in weighted], [w for _n, w in weighted])[0]
