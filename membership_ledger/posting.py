"""What a caller asks the ledger to do, and how to know the same request again.

>>> from decimal import Decimal
>>> first = Posting(Decimal("5.00"), "topup", "k", origin=("res.partner", 1))
>>> again = Posting(Decimal("5.0"), "topup", "k", origin=("res.partner", 1))
>>> first.fingerprint == again.fingerprint
True
>>> Posting(Decimal("6"), "topup", "k").fingerprint == first.fingerprint
False
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .amount import canonical


@dataclass(frozen=True, slots=True)
class Posting:
    """One request to change a balance by ``amount`` (signed, in the account's unit).

    :ivar origin: (model name, id) of the document, or None; then ``reason`` is needed
    :ivar bucket: which kind of lot a credit makes (principal, bonus, points, uses)
    :ivar expires_on: last good day of that lot, None for ever
    :ivar force: may overdraw and works on accounts that are not open
    :ivar extra: columns that other addons add to the entry; not part of the content
    :ivar detail: anything else that makes two requests different (the other account)
    """

    amount: Decimal
    kind: str
    key: str
    origin: tuple | None = None
    reason: str | None = None
    bucket: str | None = None
    expires_on: date | None = None
    reversed_entry_id: int | None = None
    hold_id: int | None = None
    force: bool = False
    detail: str | None = None
    extra: dict = field(default_factory=dict)

    @property
    def fingerprint(self):
        """What must be equal for two requests with one key to be the same request."""
        content = [
            canonical(self.amount),
            self.kind,
            self.origin and list(self.origin),
            self.reason,
            self.bucket,
            self.expires_on and self.expires_on.isoformat(),
            self.reversed_entry_id,
            self.hold_id,
            self.detail,
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]
