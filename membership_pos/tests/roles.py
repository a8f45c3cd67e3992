"""Who may do what where: the table, as the test reads it and as people do.

The table is ``data/roles.csv``; ``docs/roles.md`` is :func:`to_markdown` of it.
"""

import csv
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "roles.csv"
ROLES = ("till", "operator", "card_centre", "manager", "auditor")
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
every outlet. The table is a test (`membership_pos/tests/data/roles.csv`): it fails when
a right is widened or narrowed.
"""


def read_table():
    """{action: {role: letters}} in the order of the file, and {action: sentence}."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = {row["action"]: {role: row[role] for role in ROLES} for row in rows}
    return cells, {row["action"]: row["what"] for row in rows}


def to_markdown():
    """The page for people."""
    cells, sentences = read_table()
    places = "\n".join(f"- **{key}**: {place}" for key, place in PLACES.items())
    titles = [role.replace("_", " ").capitalize() for role in ROLES]
    lines = [
        "| | " + " | ".join(titles) + " |",
        "|---" * (len(ROLES) + 1) + "|",
        *(
            f"| {sentences[action]} | " + " | ".join(cells[action].values()) + " |"
            for action in cells
        ),
    ]
    return INTRODUCTION.format(places=places) + "\n" + "\n".join(lines) + "\n"
