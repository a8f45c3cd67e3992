"""Tells the story to a database: the house first, then a year of days."""

import logging
import time

from ..story import SIZE, tell
from . import (
    applications,
    association,
    dealers,
    dealers_money,
    dealing,
    fees,
    firms,
    giftcards,
    history,
    house,
    intake,
    members,
    present,
    programme,
    shop,
    staff,
    thanks,
    tills,
    trade,
)
from .stage import Stage

_logger = logging.getLogger(__name__)

SCENES = (
    ("the house", house.build),
    ("the shop", shop.build),
    ("the programme", programme.build),
    ("the staff", staff.build),
    ("the dealers", dealers.build),
    ("the tills", tills.build),
    ("the members", members.build),
    ("the year", history.play),
    ("gifts and services", thanks.give),
    ("the applications", applications.build),
    ("the firms and families", firms.build),
    ("the register of a neighbour", intake.build),
    ("the fees", fees.build),
    ("the gift cards", giftcards.build),
    ("the dealers' desk", dealing.build),
    ("the dealers' money", dealers_money.build),
    ("the dealers' orders", trade.build),
    ("the club", association.build),
    ("what is going on now", present.show),
)


def load(env, today=None, size=SIZE):
    """Build the chain and play its year.

    :param date today: the day after the last day of the story
    :param size: number of members
    :returns: the :class:`.stage.Stage` with everything on it
    """
    stage = Stage(env, lambda day: tell(today or day, size))
    house.check(env)
    for title, scene in SCENES:
        start = time.monotonic()
        scene(stage)
        _logger.info("Demo story: %s in %.1f s", title, time.monotonic() - start)
    return stage
