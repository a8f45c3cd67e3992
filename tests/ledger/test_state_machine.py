"""Any sequence of verbs leaves the ledger as the rules in plain Python say.

Two accounts; post, batch, hold, capture a part, lapse, release, reverse a part,
transfer, expire, freeze; every operation may be sent again, with the same content (the
first answer, no effect) or with other content (refused, no effect). After each step
balance, held, overdrawn, credited, number and every lot are compared, and at the end of
an example all proofs are run.
"""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from .model import Account, Refused

EXAMPLES, STEPS = 200, 55
CENTS = st.integers(1, 3000)
BUCKETS = st.sampled_from([None, "principal", "bonus"])
DAYS = st.sampled_from([None, "2026-01-31", "2026-02-28", "2026-03-31"])
SIDES = st.integers(0, 1)


def money(cents):
    """Cents as the exact text that the ledger takes."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def cents(text):
    return round(float(text) * 100)


class LedgerMachine(RuleBasedStateMachine):
    """The real ledger and the model side by side."""

    ledger = None

    @initialize()
    def start(self):
        self.ledger.ask("begin")
        self.ids = [self.ledger.call("account")["result"][0] for _side in range(2)]
        self.models = [Account(), Account()]
        self.entries, self.holds, self.sent = [], [], []
        self.clock = 0
        self.real = self.ledger.call("state", accounts=self.ids)["result"]

    def key(self):
        self.clock += 1
        return f"k{self.clock}"

    def play(self, verb, model, **arguments):
        """Do it on both sides; both accept or both refuse."""
        try:
            expected = model()
        except Refused:
            expected = Refused
        answer = self.ledger.call(verb, watch=self.ids, **arguments)
        self.real = answer["state"]
        refused = "refused" in answer
        assert refused == (expected is Refused), (verb, arguments, answer)
        if refused:
            return None, None
        if "key" in arguments:
            self.sent.append((verb, arguments, answer["result"]))
        return expected, answer["result"]

    @rule(side=SIDES, amount=CENTS, bucket=BUCKETS, expires_on=DAYS)
    def credit(self, side, amount, bucket, expires_on):
        entry, ids = self.play(
            "post",
            lambda: self.models[side].post(amount, "topup", bucket, expires_on),
            account=self.ids[side],
            amount=money(amount),
            kind="topup",
            key=self.key(),
            bucket=bucket,
            expires_on=expires_on,
        )
        self.entries.append((entry, ids[0]))

    @rule(side=SIDES, amount=CENTS, force=st.sampled_from([False, False, False, True]))
    def debit(self, side, amount, force):
        entry, ids = self.play(
            "post",
            lambda: self.models[side].post(-amount, "spend", force=force),
            account=self.ids[side],
            amount=money(-amount),
            kind="spend",
            key=self.key(),
            force=force,
        )
        if entry:
            self.entries.append((entry, ids[0]))

    @rule(rows=st.lists(st.tuples(SIDES, CENTS, DAYS), min_size=1, max_size=4))
    def batch(self, rows):
        sent = [
            {"account_id": self.ids[side], "amount": money(amount), "kind": "topup"}
            | {"key": self.key(), "bucket": "bonus", "expires_on": expires_on}
            for side, amount, expires_on in rows
        ]
        entries, ids = self.play(
            "batch",
            lambda: [
                self.models[side].post(amount, "topup", "bonus", expires_on)
                for side, amount, expires_on in rows
            ],
            rows=sent,
        )
        self.entries += zip(entries, ids, strict=True)
        again = self.ledger.call("batch", rows=sent, watch=self.ids)
        assert (again["result"], again["state"]) == (ids, self.real)

    @rule(side=SIDES, amount=CENTS)
    def hold(self, side, amount):
        hold, ids = self.play(
            "hold",
            lambda: self.models[side].hold(amount),
            account=self.ids[side],
            amount=money(amount),
            key=self.key(),
        )
        if hold:
            self.holds.append((hold, ids[0]))

    @precondition(lambda self: self.holds)
    @rule(data=st.data(), part=st.integers(1, 110), force=st.booleans())
    def capture(self, data, part, force):
        hold, hold_id = data.draw(st.sampled_from(self.holds))
        amount = max(1, hold.amount * part // 100)
        entry, ids = self.play(
            "capture",
            lambda: hold.account.capture(hold, amount, force),
            hold=hold_id,
            amount=money(amount),
            force=force,
            key=self.key(),
        )
        if entry:
            self.entries.append((entry, ids[0]))

    @precondition(lambda self: self.holds)
    @rule(data=st.data(), state=st.sampled_from(["released", "expired"]))
    def release(self, data, state):
        hold, hold_id = data.draw(st.sampled_from(self.holds))
        self.play(
            "release",
            lambda: hold.account.release(hold, state),
            hold=hold_id,
            state=state,
        )

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), part=st.integers(1, 105), force=st.booleans())
    def reverse(self, data, part, force):
        original, entry_id = data.draw(st.sampled_from(self.entries))
        amount = max(1, abs(original.amount) * part // 100)
        entry, ids = self.play(
            "reverse",
            lambda: original.account.reverse(original, amount, force),
            entry=entry_id,
            amount=money(amount),
            key=self.key(),
            force=force,
        )
        if entry:
            self.entries.append((entry, ids[0]))

    @rule(side=SIDES, amount=CENTS)
    def transfer(self, side, amount):
        pair, ids = self.play(
            "transfer",
            lambda: self.models[side].transfer(self.models[1 - side], amount),
            account=self.ids[side],
            other=self.ids[1 - side],
            amount=money(amount),
            key=self.key(),
        )
        if pair:
            self.entries += zip(pair, ids, strict=True)

    @rule(today=st.sampled_from(["2026-02-01", "2026-03-01", "2026-04-01"]))
    def expire(self, today):
        self.play(
            "expire",
            lambda: [model.expire(today) for model in self.models],
            accounts=self.ids,
            today=today,
        )

    @rule(side=SIDES)
    def freeze_or_unfreeze(self, side):
        frozen = self.models[side].frozen = not self.models[side].frozen
        answer = self.ledger.call("freeze", account=self.ids[side], frozen=frozen)
        assert "refused" not in answer

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data):
        verb, arguments, result = data.draw(st.sampled_from(self.sent))
        answer = self.ledger.call(verb, watch=self.ids, **arguments)
        assert answer["result"] == result
        assert answer["state"] == self.real

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again_with_another_amount(self, data):
        verb, arguments, _result = data.draw(st.sampled_from(self.sent))
        other = money(
            cents(arguments["amount"]) + (1 if arguments["amount"] > "0" else -1)
        )
        answer = self.ledger.call(
            verb, watch=self.ids, **{**arguments, "amount": other}
        )
        assert "refused" in answer, (verb, arguments, other)
        assert answer["state"] == self.real

    @invariant()
    def both_sides_agree(self):
        real = [
            (*map(cents, row[:4]), row[4], [(b, e, cents(r)) for b, e, r in row[5]])
            for row in self.real
        ]
        assert real == [model.state() for model in self.models]

    def teardown(self):
        if self.ledger.process.poll() is None and hasattr(self, "ids"):
            assert self.ledger.call("prove")["result"] == []


def test_any_sequence_of_verbs_agrees_with_the_rules(ledger):
    """At least 200 examples of 50 steps and more."""

    class Machine(LedgerMachine):
        pass

    Machine.ledger = ledger
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
