"""Measure the suite against a baseline in the same run; print and write the ratios.

setup/bench                              everything
setup/bench ledger_debit member_sale     only these rows
setup/bench --json figures.json          also into a file
setup/bench --members 10000              less than a million in debit_at_scale
"""

import argparse
import json
import os
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests import environment  # makes toolkit importable

# isort: split
from toolkit.console import SetupError, main, say

from .places import Places
from .table import render


@dataclass(frozen=True)
class Family:
    """Rows that are measured together, in one process.

    :ivar work: ``module.function`` that measures them
    :ivar rows: their names
    :ivar places: databases it gets, as keywords; the process is started in the first
    """

    work: str
    rows: tuple
    places: tuple


FAMILIES = (
    Family(
        "sale.member_sale", ("member_sale", "customer_sale", "hold_call"), ("suite",)
    ),
    Family("core_loyalty.core_loyalty_sale", ("core_loyalty_sale",), ("loyalty",)),
    Family("ledger.ledger_debit", ("ledger_debit",), ("small",)),
    Family("batch.batch_topup", ("batch_topup", "batch_again"), ("suite",)),
    Family(
        "register.import_members",
        ("import_members", "import_again", "import_undone"),
        ("suite",),
    ),
    Family("ledger.debit_at_scale", ("debit_at_scale",), ("small", "scale")),
    Family(
        "identify.card_identification",
        ("card_identification", "phone_identification"),
        ("small", "scale"),
    ),
    Family(
        "dealer.dealer_pages",
        (
            "dealer_shop",
            "dealer_shop_customer",
            "dealer_product",
            "dealer_product_customer",
            "price_list",
            "price_list_deep",
            "price_list_memory",
        ),
        ("suite",),
    ),
    Family("start.pos_start", ("pos_start",), ("small", "scale")),
    Family(
        "lists.member_lists",
        (
            "member_list",
            "member_list_growth",
            "member_search",
            "member_search_growth",
            "card_list",
            "entry_list",
        ),
        ("small", "scale"),
    ),
    Family(
        "levels.level_evaluation",
        ("level_evaluation", "level_evaluation_combined"),
        ("scale",),
    ),
)
NAMES = [name for family in FAMILIES for name in family.rows]


def parse(arguments):
    """Options of the command line."""
    parser = argparse.ArgumentParser(
        prog="setup/bench", description=__doc__.splitlines()[0]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures")
    parser.add_argument("--members", type=int, default=1_000_000, help="at scale")
    parser.add_argument("--entries-each", type=int, default=10, help="per member")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"no such row: {', '.join(sorted(unknown))}; there are: {NAMES}")
    return options


def run():
    """Measure what was asked for; a missed target is said, not punished."""
    options = parse(sys.argv[1:])
    started = time.monotonic()
    rows, errors = [], []
    with Places(options.members, options.entries_each) as places:
        for family in FAMILIES:
            if options.names and not set(family.rows) & set(options.names):
                continue
            try:
                names = {place: places.name(place) for place in family.places}
                rows += places.measure(family.work, names[family.places[0]], **names)
            except SetupError as error:  # the other rows are worth having
                errors.append(str(error))
    say("")
    say(render(rows))
    say(f"\n{describe_machine()}; {time.monotonic() - started:.0f} s in all.")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    for error in errors:
        say(f"\n{error}")
    return 1 if errors else 0


def describe_machine():
    """Processors, memory, versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    (version,) = environment.environment().psql("SHOW server_version")
    return (
        f"{os.cpu_count()} processors, {memory:.0f} GiB, PostgreSQL "
        f"{version[0].split()[0]}, Python {platform.python_version()}"
    )


main(run)
