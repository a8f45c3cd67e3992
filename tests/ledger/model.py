"""The ledger's rules once more, in plain Python, to compare the real one against.

Amounts are whole numbers (cents). Nothing here is shared with the addon: what both
agree on is agreed twice.
"""

from dataclasses import dataclass, field

ORDER = ("principal", "bonus")


class Refused(Exception):
    """The rules do not allow it; nothing has changed."""


@dataclass
class Lot:
    """What one credit left."""

    bucket: str
    expires_on: str | None
    remaining: int
    entry: "Entry"
    serial: int


@dataclass
class Entry:
    """One movement and the lots it touched."""

    account: "Account"
    amount: int
    kind: str
    drawn: list = field(default_factory=list)  # [lot, amount] in the order of drawing
    reversed_amount: int = 0
    is_reversal: bool = False


@dataclass
class Hold:
    """An amount reserved."""

    account: "Account"
    amount: int
    state: str = "pending"


@dataclass
class Account:
    """One balance with its lots."""

    balance: int = 0
    credited: int = 0
    held: int = 0
    number: int = 0
    frozen: bool = False
    lots: list = field(default_factory=list)
    serial: int = 0

    @property
    def available(self):
        return self.balance - self.held

    @property
    def overdrawn(self):
        return max(0, -self.available)

    def state(self):
        """As ``verb_state`` of the worker shows an account."""
        lots = [(x.bucket, x.expires_on, x.remaining) for x in self.lots if x.remaining]
        amounts = (self.balance, self.held, self.overdrawn, self.credited)
        return (*amounts, self.number, lots)

    # --- the verbs -----------------------------------------------------------

    def post(self, amount, kind, bucket=None, expires_on=None, force=False):
        self.check(amount, force)
        entry = self.move(amount, kind)
        if amount < 0:
            self.draw(entry, -amount)
        else:
            self.fill(entry, self.gain(amount), bucket or ORDER[0], expires_on)
        return entry

    def hold(self, amount):
        if self.frozen or amount > self.available:
            raise Refused
        self.held += amount
        return Hold(self, amount)

    def capture(self, hold, amount, force):
        if amount > hold.amount:
            raise Refused
        if hold.state == "pending":
            self.end(hold, "captured")
        elif not force or hold.state == "captured":
            raise Refused
        entry = self.move(-amount, "spend")
        self.draw(entry, amount)
        return entry

    def release(self, hold, state):
        if hold.state == "captured":
            raise Refused
        if hold.state == "pending":
            self.end(hold, state)

    def reverse(self, original, amount, force):
        left = abs(original.amount) - original.reversed_amount
        if original.is_reversal or original.kind == "transfer" or amount > left:
            raise Refused
        sign = 1 if original.amount < 0 else -1
        # Taking back value settles an account that is frozen; it needs the amount.
        self.check(sign * amount, force, settling=sign < 0)
        entry = self.move(sign * amount, "reversal")
        entry.is_reversal = True
        original.reversed_amount += amount
        if sign < 0:
            self.draw(entry, amount, prefer=original)
        else:
            self.restore(entry, original, self.gain(amount))
        return entry

    def transfer(self, other, amount):
        self.check(-amount, False)
        out, back = self.move(-amount, "transfer"), other.move(amount, "transfer")
        self.draw(out, amount)
        rest = other.gain(amount)
        on_credit = amount - sum(part for _lot, part in out.drawn)
        parts = [(lot.bucket, lot.expires_on, part) for lot, part in out.drawn]
        for bucket, expires_on, part in [*parts, (ORDER[0], None, on_credit)]:
            other.fill(back, min(part, rest), bucket, expires_on)
            rest -= min(part, rest)
        return out, back

    def expire(self, today):
        lapsed = [x for x in self.lots if x.expires_on and x.expires_on < today]
        take = min(sum(x.remaining for x in lapsed), max(self.available, 0))
        if not take:
            return None
        entry = self.move(-take, "expire")
        for lot in sorted(lapsed, key=lambda x: (x.expires_on, x.serial)):
            take -= self.take(entry, lot, take)
        return entry

    # --- their steps ---------------------------------------------------------

    def check(self, amount, force, settling=False):
        if amount > 0 or force:
            return
        if (self.frozen and not settling) or -amount > self.available:
            raise Refused

    def move(self, amount, kind):
        self.balance += amount
        self.credited += max(amount, 0)
        self.number += 1
        return Entry(self, amount, kind)

    def gain(self, amount):
        """What a credit just moved leaves after repaying a negative balance."""
        return max(self.balance, 0) - max(self.balance - amount, 0)

    def end(self, hold, state):
        hold.state = state
        self.held -= hold.amount

    def fill(self, entry, amount, bucket, expires_on):
        if amount:
            self.serial += 1
            self.lots.append(Lot(bucket, expires_on, amount, entry, self.serial))

    def draw(self, entry, amount, prefer=None):
        def rank(lot):
            return (
                lot.entry is not prefer,
                ORDER.index(lot.bucket),
                lot.expires_on or "9999",
                lot.serial,
            )

        for lot in sorted(self.lots, key=rank):
            amount -= self.take(entry, lot, amount)

    def take(self, entry, lot, amount):
        part = min(lot.remaining, amount)
        if part:
            lot.remaining -= part
            entry.drawn.append([lot, part])
        return part

    def restore(self, entry, original, amount):
        for pair in reversed(original.drawn):
            part = min(pair[1], amount)
            pair[1] -= part  # what was given back is not given back again
            pair[0].remaining += part
            amount -= part
        self.fill(entry, amount, ORDER[0], None)
