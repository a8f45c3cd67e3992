"""Who may do what where: the table, as the tests read it and as people do.

Each addon that adds acts has a ``tests/data/roles.csv``; ``docs/roles.md`` is
:func:`to_markdown` of all of them. Imports nothing of Odoo.
"""

import csv
from pathlib import Path

ROOT = Path(__file__).parents[2]
# In the order of the page; each addon proves its own rows.
ADDONS = (
    "membership_pos",
    "membership_pos_fee",
    "membership_pos_gift_card",
    "membership_application",
    "membership_pos_application",
    "membership_dealer_account",
)
FACTS = ("section", "action", "unshared", "what")
PLACES = {
    "H": "head office",
    "R": "the region above the store",
    "S": "the store, where the member is at home",
    "F": "another store of the company",
    "X": "a franchise, a company of its own",
}
INTRODUCTION = """# Who may do what, where

A member is at home in a store. Each cell says for which of our people this is allowed,
by where they work:

{places}

A capital letter: at once. A small letter: as soon as the member has shown a card or
said a number or a phone, which opens the file for the rest of the day and is kept under
*Reporting / Guests*. A dash: never.

This is with the settings of a new company: cards, stored value and points work at
every outlet. What changes when one of them is kept at the home outlet stands at the end
(*Membership ‣ Configuration ‣ Settings ‣ Outlets*). At the till, everybody but
the auditor is a cashier of the point of sale as well.

Dealers belong to a company and not to an outlet, and have people of their own:
*Dealer user* and *Dealer manager* are the rights of the privilege *Dealers* (a manager
of members is a dealer manager, too), an *Accountant* is a dealer user who may invoice.
What a dealer sees on the website is proved elsewhere, by a crawler that looks for the
prices of others in every answer.

The table is what the tests execute (`tests/data/roles.csv` of each addon): they fail
when a right is widened or narrowed.
"""


def read_table(addon):
    """The rows of an addon: dicts of section, action, unshared, what and the roles.

    The roles are those of its own header: whom these acts are for.
    """
    path = ROOT / addon / "tests" / "data" / "roles.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def to_markdown():
    """The page for people: rows by section, whatever addon they come from."""
    sections = {}
    for row in (row for addon in ADDONS for row in read_table(addon)):
        sections.setdefault(row["section"], []).append(row)
    # What another setting changes comes last.
    ordered = sorted(sections, key=lambda name: bool(sections[name][0]["unshared"]))
    places = "\n".join(f"- **{key}**: {place}" for key, place in PLACES.items())
    parts = [INTRODUCTION.format(places=places)]
    parts += [f"\n## {name}\n\n{_to_table(sections[name])}" for name in ordered]
    return "".join(parts)


def get_roles(rows):
    """The roles that a table has columns for, in their order."""
    return [name for name in rows[0] if name not in FACTS]


def _to_table(rows):
    roles = get_roles(rows)
    titles = [role.replace("_", " ").capitalize() for role in roles]
    lines = ["| | " + " | ".join(titles) + " |", "|---" * (len(roles) + 1) + "|"]
    for row in rows:
        cells = " | ".join(row[role] for role in roles)
        lines.append(f"| {row['what']} | {cells} |")
    return "\n".join(lines) + "\n"
