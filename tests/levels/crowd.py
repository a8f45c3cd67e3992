"""Runs inside Odoo: many members enter a level with few places, at the same moment."""

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
together, answers = threading.Barrier(MEMBERS), []


def enter(member_id):
    """One request, retried as Odoo retries requests."""
    with registry.cursor() as cr:
        mine = Environment(cr, SUPERUSER_ID, {})
        mine.cr.execute("SELECT 1")  # the snapshot is taken before anybody is in
        together.wait()

        def act():
            level = mine["membership.level"].browse(level_id)
            mine["membership.member"].browse(member_id)._set_level(level, "crowd")

        try:
            retrying(act, mine)
            answers.append("in")
        except UserError:
            answers.append("full")


threads = [threading.Thread(target=enter, args=[member.id]) for member in members]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
env.cr.rollback()
env.invalidate_all()
inside = Member.search_count([("level_id", "=", level_id)])
print("CROWD", json.dumps({"answers": sorted(answers), "inside": inside}))  # noqa: T201
