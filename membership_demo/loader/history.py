"""A year of days, posted through the suite's own verbs, in the order it happened."""

from collections import defaultdict
from datetime import datetime, time

from odoo.tools import groupby

from ..story.events import CardStep, Payback, Redeem, Return, TastingCard, Visit
from .counter import KEY, Counter
from .staff import CASHIERS
from .till_day import TillDay

MONDAY = 0
TILL_DAYS = 2  # so many days are played at the real tills


def play(stage):
    """Play every day of the story; afterwards everything is booked and sealed."""
    player = Player(stage)
    with stage.clock.running():
        yesterday = None
        by_day = groupby(stage.story.events, lambda event: event.at.date())
        for day, events in by_day:
            if yesterday and yesterday.month != day.month:
                player.end_month(yesterday, day)
            if day.weekday() == MONDAY:
                player.counter.books.expire(day)
            if (stage.story.last_day - day).days < TILL_DAYS:
                player.play_till_day(day, events)
            else:
                player.play_day(list(events))
            yesterday = day
        player.end_month(stage.story.last_day, None)


class Player:
    """Turns events into postings."""

    def __init__(self, stage):
        self.stage = stage
        self.counter = Counter(stage)
        self.single = {
            Return: self.counter.take_back,
            Redeem: self._redeem,
            CardStep: self._move_card,
            TastingCard: self._give_tasting_card,
            Payback: self._pay_back,
        }

    # === THE CALENDAR === #
    def play_day(self, events):
        """In turns in which nobody comes twice: an account's entries stay in order."""
        turns, count = defaultdict(list), defaultdict(int)
        for event in events:
            turns[count[event.person]].append(event)
            count[event.person] += 1
        for turn in turns.values():
            visits = defaultdict(list)
            for event in turn:
                if isinstance(event, Visit):
                    visits[event.store].append(event)
                else:
                    self.stage.clock.set(event.at)
                    self.single[type(event)](event)
            for store, group in visits.items():
                self.stage.clock.set(group[-1].at)
                self.counter.serve(store, group)

    def play_till_day(self, day, events):
        """One after the other, as customers come to real tills."""
        tills = TillDay(self.stage, day, self.counter.factors)
        for event in events:
            if isinstance(event, Visit):
                tills.sell(event)
            else:
                self.stage.clock.set(event.at)
                self.single[type(event)](event)
        tills.close()

    def end_month(self, last_day, first_day):
        """Books are closed, levels looked at, and the month is sealed."""
        self.counter.books.close(last_day)
        env = self.stage.env
        if first_day:
            self.stage.clock.set(datetime.combine(first_day, time(1)))
            for company in self.stage.companies:
                env["membership.member"].search(
                    [("company_id", "=", company.id)]
                )._evaluate_level()
        env["membership.seal"].sudo()._seal()

    # === ONE BY ONE === #
    def _redeem(self, event):
        env = self.stage.env(user=self.stage.users[CASHIERS[event.store]].id, su=True)
        member = self.stage.members[event.person].with_env(env)
        account = member._get_points_account(create=False)
        if account and account._get_exact("available") >= event.points:
            account._post(
                -event.points,
                "redeem",
                f"{KEY}redeem:{event.at:%Y%m%d%H%M%S}",
                reason=event.gift,
                extra=self.counter.get_extra(event.person, event.store),
            )

    def _move_card(self, event):
        env = self.stage.env(user=self.stage.users["cards"].id, su=True)
        card = self.stage.cards[event.person].with_env(env)
        card = card._change_state(event.action, event.reason, outlet=card.outlet_id)
        self.stage.cards[event.person] = card.with_env(self.stage.env)

    def _give_tasting_card(self, event):
        env = self.stage.env
        first = self.stage.cards[event.person]
        card_type = env["membership.card.type"].search(
            [("company_id", "=", first.company_id.id), ("code", "=", "TASTING")]
        )
        card = env["membership.card"].create(
            {
                "member_id": first.member_id.id,
                "type_id": card_type.id,
                "company_id": first.company_id.id,
                "outlet_id": first.outlet_id.id,
            }
        )
        card._change_state("activate", outlet=card.outlet_id)

    def _pay_back(self, event):
        topup = self.counter.topups.pop(event.person, None)
        amount = topup and topup._get_largest_refund()
        if amount:
            user = self.stage.users["manager"]
            topup.with_user(user)._pay_back(
                amount, f"{KEY}payback:{event.at:%Y%m%d%H%M%S}", event.reason
            )
