"""What happens to cards: most nothing, some get lost, a few are stopped."""

from datetime import date, datetime, time, timedelta

from .events import CardStep, TastingCard

LOST = "钱包遗失 Lost with the wallet"
DAMAGED = "磁条损坏 Damaged"
DISPUTE = "持卡人对消费有异议 Member disputes a payment"
SETTLED = "核实无误 Checked, nothing wrong"
MOVED = "会员搬离本市 Member moves away"
# Months that a plastic card and a tasting card are good for.
VALIDITY = 36
TASTING_MONTHS = 3


def follow(rng, person, first_day, last_day):
    """(steps of the card, first and last day without a usable one or None)."""
    if person.role:
        return _play(person, last_day)
    dice = rng.random()
    start = max(first_day, person.joined_on)
    span = (last_day - start).days
    if span < 30:
        return [], None
    at = _moment(start + timedelta(days=rng.randrange(10, span)))
    if dice < 0.014:
        return _lose(rng, person, at, last_day)
    if dice < 0.024:
        return [CardStep(person.number, at, "replace", DAMAGED)], None
    if dice < 0.034:
        return _freeze(rng, person, at, last_day)
    if dice < 0.041:
        return [CardStep(person.number, at, "cancel", MOVED)], _ever(at)
    if dice < 0.081:
        return [TastingCard(person.number, at)], None
    return [], None


def _lose(rng, person, at, last_day):
    """Reported; then found again, replaced, or neither so far."""
    number = person.number
    steps = [CardStep(number, at, "report_loss", LOST)]
    later = at + timedelta(days=rng.randrange(1, 5), hours=1)
    gap = at.date(), later.date()
    outcome = rng.random()
    if outcome < 0.4 or later.date() > last_day:
        return steps, _ever(at)
    if outcome < 0.65:
        return [*steps, CardStep(number, later, "cancel_loss", "已找回 Found")], gap
    return [*steps, CardStep(number, later, "replace", LOST)], gap


def _freeze(rng, person, at, last_day):
    """Stopped while somebody looks into it; most disputes are settled."""
    steps = [CardStep(person.number, at, "freeze", DISPUTE)]
    later = at + timedelta(days=rng.randrange(2, 9), hours=1)
    if rng.random() < 0.4 or later.date() > last_day:
        return steps, _ever(at)
    gap = at.date(), later.date()
    return [*steps, CardStep(person.number, later, "unfreeze", SETTLED)], gap


def _play(person, last_day):
    if person.role == "lost":
        # Late at night: the last visit of the day is over.
        at = datetime.combine(last_day, time(22, 10))
        return [CardStep(person.number, at, "report_loss", LOST)], None
    if person.role == "frozen":
        at = _moment(last_day - timedelta(days=9))
        return [CardStep(person.number, at, "freeze", DISPUTE)], _ever(at)
    if person.role == "hero":
        at = _moment(last_day - timedelta(days=150))
        return [CardStep(person.number, at, "replace", DAMAGED)], None
    return [], None


def _ever(at):
    return at.date(), date.max


def _moment(day):
    """Before the first visit of that day."""
    return datetime.combine(day, time(9, 40))
