"""How much of a thing a dealer may order: from a minimum on, in full cases.

>>> terms = Terms(minimum=Decimal(10), multiple=Decimal(6))
>>> terms.get_next(Decimal(1)), terms.get_next(Decimal(12)), terms.get_next(Decimal(13))
(Decimal('12'), Decimal('12'), Decimal('18'))
>>> terms.get_last(Decimal(17)), terms.get_last(Decimal(11))
(Decimal('12'), Decimal('0'))
>>> Terms().get_next(Decimal("0.5"))
Decimal('0.5')
>>> terms.allows(Decimal(12)), terms.allows(Decimal(13)), Terms().allows(Decimal(13))
(True, False, True)
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Terms:
    """What one product is sold in, in its own unit of measure; 0: as one likes.

    :ivar minimum: the least that is sold at once
    :ivar multiple: how many are in a case; only full cases are sold
    """

    minimum: Decimal = ZERO
    multiple: Decimal = ZERO

    def get_next(self, quantity):
        """The smallest quantity that is sold and not less than ``quantity``."""
        return self._fit(max(quantity, self.minimum), ROUND_CEILING)

    def get_last(self, quantity):
        """The largest quantity that is sold and not more than ``quantity``, or 0."""
        fitting = self._fit(quantity, ROUND_FLOOR)
        return fitting if fitting >= self.get_next(ZERO) else ZERO

    def allows(self, quantity):
        """Whether exactly this quantity is sold."""
        return self.get_next(quantity) == quantity

    def _fit(self, quantity, rounding):
        if not self.multiple:
            return quantity
        cases = (quantity / self.multiple).to_integral_value(rounding)
        return cases * self.multiple
