"""Runs inside Odoo: answers JSON requests, one per line, by calling the ledger's verbs.

Started by :mod:`tests.ledger.bridge` with Odoo's interpreter. It offers what no RPC
client may have, the private verbs, in two ways: one after the other in a transaction
that is rolled back (``call``), and by many threads with real cursors that commit and
are retried as Odoo's own requests are (``race``).
"""

import json
import logging
import os
import sys
import threading
import time
from datetime import date

import odoo.init  # noqa: F401 - first, it prepares the process
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config


def verb_post(env, account, amount, kind, key, expires_on=None, **values):
    return browse(env, account)._post(
        amount, kind, key, reason="test", expires_on=day(expires_on), **values
    )


def verb_hold(env, account, amount, key):
    return browse(env, account)._hold(amount, key, reason="test")


def verb_capture(env, hold, amount, force=False, **values):
    hold = env["membership.hold"].browse(hold)
    return hold._capture(amount, force=force, **values)


def verb_release(env, hold, state="released"):
    env["membership.hold"].browse(hold)._release(state=state)


def verb_reverse(env, entry, amount, key, force=False):
    entry = env["membership.entry"].browse(entry)
    return entry._reverse(amount, key, reason="test", force=force)


def verb_transfer(env, account, other, amount, key):
    pair = browse(env, account)._transfer(
        browse(env, other), amount, key, reason="test"
    )
    return pair[0] + pair[1]


def verb_expire(env, accounts, today):
    return browse(env, accounts)._expire_lots(day(today))


def verb_batch(env, rows):
    rows = [
        {**row, "reason": "test", "expires_on": day(row["expires_on"])} for row in rows
    ]
    return env["membership.account"]._post_batch(rows)


def verb_freeze(env, account, frozen):
    account = browse(env, account)
    return account._freeze() if frozen else account._unfreeze()


def cents(env):
    """A unit with cents that is no money: nobody keeps books on it but the ledger."""
    Unit = env["membership.unit"]
    return Unit.search([("code", "=", "PROOF")]) or Unit.create(
        {
            "name": "Proof",
            "code": "PROOF",
            "kind": "uses",
            "decimals": 2,
            "bucket_order": "principal,bonus",
        }
    )


def verb_account(env, shared=False):
    unit = cents(env)
    return env["membership.account"].create(
        {"name": "Proof", "unit_id": unit.id, "is_shared": shared}
    )


def verb_family(env, amount, limit, cards=2):
    """A member with money, and supplementary cards that take at most ``limit`` a day.

    :returns: [account, card, card, ...]
    """
    env.company.country_id = env.ref("base.cn")
    Type = env["membership.card.type"]
    family = Type.search([("code", "=", "FAMILY")]) or Type.create(
        {"name": "Family", "code": "FAMILY", "kind": "supplementary"}
    )
    count = env["membership.member"].search_count([])
    member = env["membership.member"]._enrol(
        {"name": "Family", "phone": f"+86138{count:08d}"}
    )
    account = member._get_wallet()
    account._post(amount, "topup", "start", reason="test")
    held = [
        member._issue_card(family, holder={"name": f"Child {number}"}, limit_day=limit)
        for number in range(cards)
    ]
    return [account.id, *(card.id for card in held)]


def verb_card_hold(env, account, card, amount, key):
    card = env["membership.card"].browse(card)
    return browse(env, account)._hold_by_card(card, amount, key, reason="test")


def verb_card_spend(env, account, card, amount, key):
    return verb_card_hold(env, account, card, amount, key)._capture()


def verb_blanks(env, count):
    """Printed cards in stock where the user works.

    :returns: [card type, number, number, ...]
    """
    env.company.country_id = env.ref("base.cn")
    Type = env["membership.card.type"]
    printed = Type.create(
        {
            "name": "Printed",
            "code": f"PRINTED{Type.search_count([])}",
            "number_source": "stock",
        }
    )
    numbers = [printed._get_pattern().number(each + 1) for each in range(count)]
    env["membership.card.stock.move"].create(
        {
            "type_id": printed.id,
            "number_from": numbers[0],
            "number_to": numbers[-1],
        }
    ).action_done()
    return [printed.id, *numbers]


def verb_enrol(env, card_type, phone, number=None):
    """A new member with a blank card: the next one, or the one that was scanned."""
    vals = {"name": phone, "phone": phone, "type_id": card_type, "card_number": number}
    return env["membership.member"]._enrol(vals).card_ids.mapped("number")


def verb_prove(env, full=True):
    proof = env["membership.proof"]._prove(full=full)
    return [
        f"{line.check}: {line.message} expected {line.expected}, found {line.found}"
        for line in proof.line_ids
        if line.severity == "error"
    ]


def verb_state(env, accounts):
    """Exact state of accounts: amounts, last number, lots in the order of creation."""
    env.cr.execute(
        """
        SELECT account.balance::text, held::text, overdrawn::text, credited::text,
            last_number, (
            SELECT COALESCE(json_agg(json_build_array(bucket, expires_on,
                remaining::text) ORDER BY lot.id), '[]') FROM membership_lot lot
            WHERE lot.account_id = account.id AND remaining > 0)
        FROM membership_account account WHERE id = ANY(%s) ORDER BY id
        """,
        [accounts],
    )
    return env.cr.fetchall()


VERBS = {name[5:]: verb for name, verb in globals().items() if name[:5] == "verb_"}


def browse(env, ids):
    return env["membership.account"].browse(ids)


def day(text):
    return text and date.fromisoformat(text)


def plain(result):
    return result.ids if hasattr(result, "ids") else result


def refusal(error):
    return {"refused": type(error).__name__, "message": str(error)}


class Worker:
    """One database, one thread for the dialogue, as many as asked for in a race."""

    def __init__(self, database):
        options = ["-d", database, "--no-http", "--db_maxconn=90"]
        config.parse_config(options, setup_logging=False)
        logging.disable(logging.CRITICAL)
        self.registry = Registry(database)
        self.cursor = None

    def begin(self):
        """A new transaction for the calls that follow; what was before is undone."""
        self.close()
        self.cursor = self.registry.cursor()
        self.env = api.Environment(self.cursor, SUPERUSER_ID, {})
        cents(self.env)

    def close(self):
        if self.cursor:
            self.cursor.rollback()
            self.cursor.close()
        self.cursor = None

    def commit(self):
        self.cursor.commit()
        self.close()

    def call(self, verb, watch=(), **arguments):
        """One verb in a savepoint: a refusal leaves nothing behind."""
        from odoo.exceptions import UserError

        answer = {}
        try:
            with self.cursor.savepoint():
                answer["result"] = plain(VERBS[verb](self.env, **arguments))
        except UserError as error:
            self.env.invalidate_all()
            answer = refusal(error)
        if watch:
            answer["state"] = verb_state(self.env, list(watch))
        return answer

    def race(self, requests, gate=False):
        """All requests at the same moment, each in its own thread and transaction."""
        barrier = threading.Barrier(len(requests))
        answers = [None] * len(requests)
        threads = [
            threading.Thread(
                target=self._run_one, args=(barrier, answers, index, request, gate)
            )
            for index, request in enumerate(requests)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {"result": answers}

    def _run_one(self, barrier, answers, index, request, gate):
        verb, arguments = request["verb"], request["arguments"]
        tries = 0

        def attempt():
            nonlocal tries
            tries += 1
            if gate:
                browse(env, arguments["account"])._pass_gate()
            return plain(VERBS[verb](env, **arguments))

        threading.current_thread().dbname = self.registry.db_name
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            env.user.tz  # noqa: B018 - a till's request has read something already
            barrier.wait()
            started = time.monotonic()
            try:
                answers[index] = {"result": retrying(attempt, env)}
            except Exception as error:  # noqa: BLE001 - the test judges every kind
                cursor.rollback()
                answers[index] = refusal(error)
            answers[index]["tries"] = tries
            answers[index]["seconds"] = time.monotonic() - started

    def crash(self, verb, **arguments):
        """Do it, commit nothing, die: what a killed server leaves to the database."""
        self.begin()
        VERBS[verb](self.env, **arguments)
        os._exit(9)


def main():
    worker = Worker(sys.argv[1])
    answers = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        answer = getattr(worker, request.pop("do"))(**request)
        answers.write(json.dumps(answer or {}) + "\n")
        answers.flush()


main()
