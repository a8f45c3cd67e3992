"""Runs inside Odoo: many want what there is little of, at the same moment.

Members enter a level with few places; outlets issue the only card of a person.
"""

import json
import threading

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying

PLACES, MEMBERS = 3, 8

env = globals()["env"]  # the shell's
Member = env["membership.member"]
level = env["membership.level"].create({"name": "Crowd", "member_cap": PLACES})
members = [
    Member._enrol({"name": f"Crowd {number}", "phone": f"+86138990011{number:02d}"})
    for number in range(MEMBERS)
]
env.cr.commit()
registry, level_id = Registry(env.cr.dbname), level.id
only = env["membership.card.type"].create(
    {"name": "Only", "code": "ONLY", "one_per_person": True}
)
env.cr.commit()


def at_once(act, arguments):
    """What came of ``act`` with each argument: requests, retried as Odoo does."""
    together, answers = threading.Barrier(len(arguments)), []

    def run(argument):
        with registry.cursor() as cr:
            mine = Environment(cr, SUPERUSER_ID, {})
            mine.cr.execute("SELECT 1")  # the snapshot is taken before anybody is in
            together.wait()
            try:
                retrying(lambda: act(mine, argument), mine)
                answers.append("in")
            except UserError:
                cr.rollback()
                answers.append("full")

    threads = [threading.Thread(target=run, args=[each]) for each in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def enter(mine, member_id):
    """A member is put on the level by hand."""
    level = mine["membership.level"].browse(level_id)
    mine["membership.member"].browse(member_id)._set_level(level, "crowd")


def issue(mine, member_id):
    """An outlet issues the card."""
    values = {"member_id": member_id, "type_id": only.id}
    mine["membership.card"].create(values)._change_state("activate")


found = {
    "levels": at_once(enter, [member.id for member in members]),
    "cards": at_once(issue, [members[0].id] * 4),
}
env.cr.rollback()
env.invalidate_all()
found["inside"] = Member.search_count([("level_id", "=", level_id)])
found["issued"] = env["membership.card"].search_count([("type_id", "=", only.id)])
print("CROWD", json.dumps(found))  # noqa: T201
