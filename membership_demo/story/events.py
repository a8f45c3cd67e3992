"""What happens to members, in the order in which it happened.

Times are local to the stores, without a zone; amounts are list prices, because what
is paid depends on the level that the member has reached by then.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .catalogue import prices


@dataclass(frozen=True, slots=True)
class Visit:
    """A purchase, perhaps after a top-up at the same till.

    :ivar lines: ((product code, quantity), …)
    :ivar topup: amount paid in before, 0 for none; ``method`` how
    :ivar wallet: whether the member pays from stored value as far as it reaches
    :ivar tender: how the rest is paid
    """

    person: int
    at: datetime
    store: str
    lines: tuple
    tender: str
    wallet: bool = False
    topup: Decimal = Decimal(0)
    method: str = ""

    @property
    def total(self):
        """At list prices."""
        return sum((prices()[code] * qty for code, qty in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class Return:
    """Goods of an earlier visit come back: all of them, or the first line."""

    person: int
    at: datetime
    visit: Visit
    is_full: bool


@dataclass(frozen=True, slots=True)
class Redeem:
    """Points for a gift, if the member has so many."""

    person: int
    at: datetime
    store: str
    points: int
    gift: str


@dataclass(frozen=True, slots=True)
class CardStep:
    """A step in the life of the member's card (see the graph in membership_card)."""

    person: int
    at: datetime
    action: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TastingCard:
    """A second card for a few months, to taste and to bring friends."""

    person: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Payback:
    """The top-up of an earlier visit is paid back, as far as it is unspent."""

    person: int
    at: datetime
    visit: Visit
    reason: str
