from decimal import Decimal

from odoo import api, models

from ..level_ladder import Meter, Rule
from ..level_review import PERIODS, add_months, get_period
from .membership_level_rule import DIGITS


class MembershipLevelRule(models.Model):
    """Rules as arithmetic, for who judges many members."""

    _inherit = "membership.level.rule"

    # === BUSINESS METHODS === #
    def _get_arithmetic(self, rank, meters, today):
        """This rule as :class:`..level_ladder.Rule`, one for each meter it looks at.

        :param list meters: those known so far; new ones are added
        """
        self.ensure_one()
        reaches = self.purpose == "reach"
        if self.window == "rolling":
            spans = [(add_months(today, -self.window_months), None, reaches)]
        else:
            months = PERIODS[self.window_period]
            start, _next = get_period(today, months)
            spans = [
                (start, None, reaches),
                # At the end of a period the next one is still empty.
                (add_months(start, -months), start, False),
            ]
        rules = []
        for start, end, lifts in spans:
            (meter, threshold), *also = (
                self._get_asked(asked, meters, start, end)
                for asked in (self, *self.condition_ids)
            )
            rules.append(Rule(self.id, rank, meter, threshold, lifts, tuple(also)))
        return rules

    @api.model
    def _get_asked(self, asked, meters, start, end):
        """(Position of the meter, threshold) of ``asked``: a rule or a condition."""
        meter = Meter(asked.basis, asked.measure, start, end)
        if meter not in meters:
            meters.append(meter)
        # The column is numeric; a float on its grid is exact as a text.
        return meters.index(meter), Decimal(f"{asked.threshold:.{DIGITS[1]}f}")
