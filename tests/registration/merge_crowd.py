"""Runs inside Odoo: merges and payments of the same two members at the same moment."""

import json
import threading
import time

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying

ROUNDS = 3
HELD = 20
# How much later the tills act, with what they saw before: the last ones come too late.
WAITS = (0, 0.3, 3)

env = globals()["env"]  # the shell's
registry = Registry(env.cr.dbname)
unit = env.ref("membership_ledger.unit_points")


def make_pair(number):
    """Two files of one person, with 100 and 50 points, and as much money."""
    pair = []
    for index, amount in enumerate((100, 50)):
        phone = f"+86137990{number:04d}{index}"
        member = env["membership.member"]._enrol({"name": "Twin", "phone": phone})
        for account in (member._get_account(unit), member._get_wallet()):
            account._post(amount, "adjust", "start", reason="race")
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


def hold(mine, member, key, wait):
    """A till reserves money of this file, as long as it is one."""
    time.sleep(wait)
    holder = mine["membership.member"].browse(member)
    holder._check_active()
    account = holder._get_wallet(create=False)
    account._hold_by_card(holder.card_ids[:1], HELD, key, reason="race")


def capture(keys):
    """What the tills reserved is paid for, whatever became of the file."""
    holds = env["membership.hold"].search([("key", "in", keys)])
    for each in holds:
        each._capture()
    env.cr.commit()
    return len(holds)


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
    accounts = members.account_ids.grouped(lambda found: found.unit_id.kind)
    found = {"open": len(left)}
    for kind in ("points", "money"):
        mine = accounts[kind].filtered(lambda account: account.member_id in left)
        found[f"open_{kind}"] = sum(mine.mapped("balance"))
        found[kind] = sum(accounts[kind].mapped("balance"))
    return found | {
        "held": sum(accounts["money"].mapped("held")),
        "merges": env["membership.merge"].search_count([("survivor_id", "in", pair)]),
    }


def race_holds(turn):
    """Two tills hold money of both files while head office merges them."""
    one, two = pair = make_pair(2 * ROUNDS + turn)
    keys = [f"race:{turn}:{name}" for name in "ab"]
    tills = [
        (hold, file, key, WAITS[turn])
        for file, key in zip((two, one), keys, strict=True)
    ]
    result = {"answers": at_once((merge, one, two), *tills)}
    env.cr.rollback()
    env.invalidate_all()
    result["captured"] = capture(keys)
    if result["answers"][0] == "refused":
        (result["again"],) = at_once((merge, one, two))
    return result | look(pair)


found = {"merges": [], "payments": [], "holds": []}
for turn in range(ROUNDS):
    one, two = pair = make_pair(turn)
    answers = at_once((merge, one, two), (merge, one, two), (merge, two, one))
    found["merges"].append({"answers": answers} | look(pair))
    one, two = pair = make_pair(ROUNDS + turn)
    answers = at_once((merge, one, two), (pay, two, "a"), (pay, one, "b"))
    found["payments"].append({"answers": answers} | look(pair))
    found["holds"].append(race_holds(turn))
print("MERGES", json.dumps(found))  # noqa: T201
