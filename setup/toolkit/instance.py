"""A database a person works with: made, brought up to date, served, found again."""

import csv
import json
from pathlib import Path

from . import databases, manifests, server, templates
from .console import SetupError, say, step
from .paths import ROOT, RUN

SERVERS = RUN / "servers"
LOGINS = ROOT / manifests.DEMO / "data" / "logins.csv"
ADMINISTRATOR = {
    "role": "administrator",
    "login": "admin",
    "password": "admin",
    "what": "everything",
}


def prepare(environment, name, demo):
    """Make the database if it is missing, upgrade the addons that changed if not."""
    if not databases.exists(environment, name):
        templates.copy(environment, "demo" if demo else "plain", name)
        return
    note = databases.read_note(environment, name)
    if not note:
        if not databases.has_odoo(environment, name):
            raise SetupError(
                f"The database {name} is there, but no Odoo is in it: drop it, or "
                "choose another name with --db."
            )
        say(f"The database {name} was not made by setup/run: it is served as it is.")
        return
    if note["kind"] == "demo" and not demo:
        raise SetupError(
            f"The database {name} has the demo story in it: "
            "choose another name with --db for one without."
        )
    _upgrade(environment, name, note)


def _upgrade(environment, name, note):
    wanted = templates.addon_digests(note["kind"])
    new = sorted(wanted.keys() - note["addons"].keys())
    changed = sorted(
        addon
        for addon in wanted.keys() & note["addons"].keys()
        if wanted[addon] != note["addons"][addon]
    )
    if not new and not changed:
        return
    options = []
    if new:
        options += ["-i", ",".join(new)]
    if changed:
        options += ["-u", ",".join(changed)]
    with step(f"Bringing {', '.join(changed + new)} up to date"):
        environment.run_odoo(
            *("server", "-d", name, "--no-http", "--stop-after-init", *options),
            error=f"The database {name} could not be brought up to date.",
            log=RUN / "logs" / f"upgrade_{name}.log",
        )
    databases.write_note(environment, name, {**note, "addons": wanted})


def has_demo(environment, name):
    """Whether the demo story was put into this database."""
    return (databases.read_note(environment, name) or {}).get("kind") == "demo"


def welcome(url, log, demo):
    """Print where the suite is and who may enter."""
    people = [ADMINISTRATOR]
    if demo and LOGINS.exists():
        with LOGINS.open(encoding="utf-8", newline="") as file:
            people = list(csv.DictReader(file))
    say(f"\nThe membership suite is at {url}\n")
    rows = [list(ADMINISTRATOR), *(list(person.values()) for person in people)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        say(f"  {'  '.join(cells).rstrip()}")
    say(f"\nThe log is {log}.")


# === SERVERS THAT RUN === #


def remember(started):
    """Note a server that runs so that setup/stop finds it."""
    SERVERS.mkdir(parents=True, exist_ok=True)
    note = {"pid": started.process.pid, "database": started.database}
    _file(started.port).write_text(json.dumps(note))


def running():
    """The servers that run, as {port: {"pid": …, "database": …}}."""
    found = {}
    for path in SERVERS.glob("*.json"):
        note = json.loads(path.read_text())
        if _is_odoo(note["pid"]):
            found[int(path.stem)] = note
        else:
            path.unlink()
    return found


def stop(port):
    """Stop a server that :func:`running` found."""
    server.end_group(running()[port]["pid"])
    _file(port).unlink(missing_ok=True)


def _file(port):
    return SERVERS / f"{port}.json"


def _is_odoo(pid):
    """Whether the process lives and is ours: process numbers are used again."""
    if not server.is_alive(pid):
        return False
    try:
        return b"odoo" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # no /proc on this system: believe the number
        return True
