"""Who the members are: a cast that the handbook names, and everybody else."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from . import names
from .catalogue import FRANCHISE, STORES

# Nobody has these numbers: nine zeros in a row would be noticed.
PHONE = "+861990000{:04d}"
# So long before the story the first members joined: their cards are still good.
OLD_REGISTER_DAYS = 700


@dataclass(frozen=True, slots=True)
class Persona:
    """A habit.

    :ivar visits: per month
    :ivar tops_up: probability that such a member uses stored value at all
    :ivar shelves: weight of each product category in a basket
    :ivar items: weights of baskets of 1, 2, 3 and 4 articles
    :ivar amounts: what is topped up, with weights
    """

    name: str
    share: float
    visits: float
    tops_up: float
    shelves: dict
    items: tuple
    amounts: dict


DRINKS = {"drinks": 60, "food": 22, "green": 4, "oolong": 4, "black": 3, "white": 5}
LEAVES = {
    "green": 20,
    "oolong": 20,
    "black": 12,
    "puer": 14,
    "white": 10,
    "drinks": 14,
    "ware": 6,
    "food": 6,
}
GIFTS = {"gift": 50, "green": 15, "white": 10, "ware": 15, "puer": 10}
PERSONAS = (
    Persona(
        *("regular", 0.08, 4.6, 0.85, DRINKS, (40, 40, 15, 5)),
        {200: 20, 500: 45, 1000: 30, 3000: 5},
    ),
    Persona(
        *("connoisseur", 0.10, 2.0, 0.65, LEAVES, (55, 30, 10, 5)),
        {500: 30, 1000: 45, 3000: 25},
    ),
    Persona(
        *("friend", 0.28, 1.7, 0.45, {**DRINKS, "oolong": 10}, (45, 38, 13, 4)),
        {100: 15, 200: 30, 500: 45, 1000: 10},
    ),
    Persona(
        *("passer-by", 0.38, 0.65, 0.12, DRINKS, (50, 36, 11, 3)),
        {100: 40, 200: 40, 500: 20},
    ),
    Persona(
        *("giver", 0.08, 0.6, 0.30, GIFTS, (60, 25, 10, 5)),
        {1000: 60, 3000: 40},
    ),
    Persona(
        *("faded", 0.08, 1.5, 0.35, DRINKS, (50, 36, 11, 3)),
        {200: 50, 500: 50},
    ),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One member.

    :ivar joined_on: day of joining; before the story began: taken over from paper
    :ivar leaves_after: last day on which the person comes, None as long as we know
    :ivar opening: (principal, points) taken over on the first day of the story
    :ivar role: name in the cast, empty for everybody else
    """

    number: int
    name: str
    gender: str
    birthday: date | None
    phone: str
    store: str
    persona: Persona
    tops_up: bool
    joined_on: date
    leaves_after: date | None = None
    opening: tuple = (Decimal(0), 0)
    email: str = ""
    is_electronic: bool = False
    role: str = ""

    @property
    def is_franchise(self):
        """Whether this is a member of the franchise, not of the chain."""
        return self.store == FRANCHISE


# Role, name, gender, store, persona: those that README and tests talk about.
CAST = (
    ("hero", "林晓雯 Lin Xiaowen", "female", "SH01", "friend"),
    ("patron", "陈国栋 Chen Guodong", "male", "SH01", "connoisseur"),
    ("birthday", "王秀兰 Wang Xiulan", "female", "SH01", "friend"),
    ("lost", "赵一鸣 Zhao Yiming", "male", "SH01", "regular"),
    ("frozen", "吴佳怡 Wu Jiayi", "female", "SH01", "friend"),
    ("waiting", "何嘉豪 He Jiahao", "male", "SH01", "regular"),
    ("suzhou", "陆雅琳 Lu Yalin", "female", FRANCHISE, "regular"),
)


def invent(rng, size, first_day, last_day):
    """``size`` people who joined until ``last_day``, the cast first."""
    phones = rng.sample(range(10_000), size)
    people = []
    for number in range(size):
        phone = PHONE.format(phones[number])
        person = _invent_one(rng, number, phone, first_day, last_day)
        if number < len(CAST):
            person = _play(person, CAST[number], first_day, last_day)
        people.append(person)
    return tuple(people)


def _invent_one(rng, number, phone, first_day, last_day):
    gender = "female" if rng.random() < 0.62 else "male"
    persona = rng.choices(PERSONAS, [persona.share for persona in PERSONAS])[0]
    joined_on = _draw_joining(rng, first_day, last_day)
    is_old = joined_on < first_day
    tops_up = rng.random() < persona.tops_up
    leaves_after = None
    if persona.name == "faded":
        start = max(joined_on, first_day)
        leaves_after = start + timedelta(days=rng.randrange(30, 200))
    opening = (Decimal(0), 0)
    if is_old:
        principal = rng.choice((0, 50, 120, 200, 260, 380, 500)) if tops_up else 0
        opening = (Decimal(principal), rng.choice((0, 0, 40, 80, 120, 260)))
    name = names.draw(rng, gender)
    return Person(
        number=number,
        name=name,
        gender=gender,
        birthday=_draw_birthday(rng) if rng.random() < 0.9 else None,
        phone=phone,
        store=rng.choices(STORES, [store.share for store in STORES])[0].code,
        persona=persona,
        tops_up=tops_up,
        joined_on=joined_on,
        leaves_after=leaves_after,
        opening=opening,
        email=_write_email(name, number) if rng.random() < 0.3 else "",
        is_electronic=not is_old and rng.random() < 0.4,
    )


def _play(person, part, first_day, last_day):
    """``person`` as the member of the cast that README describes."""
    role, name, gender, store, persona = part
    today = last_day + timedelta(days=1)
    birthdays = {"birthday": _years_before(today, 36), "hero": date(1991, 5, 20)}
    return replace(
        person,
        role=role,
        name=name,
        gender=gender,
        store=store,
        persona=next(known for known in PERSONAS if known.name == persona),
        tops_up=True,
        birthday=birthdays.get(role, person.birthday or date(1988, 8, 8)),
        joined_on=first_day - timedelta(days=200 + 31 * person.number),
        leaves_after=None,
        opening=(Decimal(200), 120),
        email=_write_email(name),
        is_electronic=False,
    )


def _draw_joining(rng, first_day, last_day):
    """A little less than half from the old register, the others ever more quickly."""
    if rng.random() < 0.44:
        return first_day - timedelta(days=rng.randrange(1, OLD_REGISTER_DAYS))
    span = (last_day - first_day).days - 3
    return first_day + timedelta(days=int(span * rng.random() ** 0.8))


def _draw_birthday(rng):
    born = rng.triangular(1952, 2006, 1991)
    return date(int(born), 1, 1) + timedelta(days=rng.randrange(365))


def _write_email(name, number=""):
    """From the pinyin; ü has no place in an address."""
    _characters, surname, given = name.lower().replace("ü", "v").split()
    return f"{given}.{surname}{number}@example.com"


def _years_before(day, years):
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
