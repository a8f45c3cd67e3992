"""Runs inside Odoo: merges and payments of the same two members at the same moment."""

import json
import threading

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying

ROUNDS = 3

env = globals()["env"]  # the shell's
registry = Registry(env.cr.dbname)
unit = env.ref("membership_ledger.unit_points")


def make_pair(number):
    """Two files of one person, with 100 and 50 points."""
    pair = []
    for index, amount in enumerate((100, 50)):
        phone = f"+86137990{number:04d}{index}"
        member = env["membership.member"]._enrol({"name": "Twin", "phone": phone})
        member._get_account(unit)._post(amount, "earn", "start", reason="race")
        pair.append(member.id)
    env.cr.commit()
    return pair


def merge(mine, survivor, other):
    """As the window does."""
    window = mine["membership.member.merge"].create(
        {"member_ids": [survivor, other], "survivor_id": survivor, "reason": "race"}
    )
    window.action_merge()


def pay(mine, member, key):
    """Twenty points of this file are spent."""
    account = mine["membership.member"].browse(member)._get_account(unit)
    account._post(-20, "redeem", key, reason="race")


def at_once(*acts):
    """What came of each act, all begun at the same moment on cursors of their own."""
    together, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act, arguments):
        with registry.cursor() as cr:
            mine = Environment(cr, SUPERUSER_ID, {})
            cr.execute("SELECT 1")  # the snapshot is taken before anybody acts
            together.wait()
            try:
                retrying(lambda: act(mine, *arguments), mine)
                answers[index] = "done"
            except UserError:
                cr.rollback()
                answers[index] = "refused"
            except Exception as error:  # noqa: BLE001 - told, and fails the test
                cr.rollback()
                answers[index] = repr(error)

    threads = [
        threading.Thread(target=run, args=(index, act, arguments))
        for index, (act, *arguments) in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def look(pair):
    """What there is afterwards: open files, points on them and on the others."""
    env.cr.rollback()
    env.invalidate_all()
    members = env["membership.member"].browse(pair)
    left = members.filtered(lambda member: member.state != "closed")
    points = {m: sum(m.account_ids.mapped("balance")) for m in members}
    return {
        "open": len(left),
        "open_points": sum(points[m] for m in left),
        "points": sum(points.values()),
        "merges": env["membership.merge"].search_count([("survivor_id", "in", pair)]),
    }


found = {"merges": [], "payments": []}
for turn in range(ROUNDS):
    one, two = pair = make_pair(turn)
    answers = at_once((merge, one, two), (merge, one, two), (merge, two, one))
    found["merges"].append({"answers": answers} | look(pair))
    one, two = pair = make_pair(ROUNDS + turn)
    answers = at_once((merge, one, two), (pay, two, "a"), (pay, one, "b"))
    found["payments"].append({"answers": answers} | look(pair))
print("MERGES", json.dumps(found))  # noqa: T201
