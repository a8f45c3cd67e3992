"""A year of days, posted through the suite's own verbs, in the order it happened."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from odoo.tools import groupby

from ..clock import to_utc
from ..story.catalogue import prices
from ..story.events import CardStep, Payback, Redeem, Return, TastingCard, Visit
from .books import CENT, Books, untaxed
from .shop import DISCOUNTS
from .staff import CASHIERS
from .till_day import TillDay

MONDAY = 0
KEY = "demo:"  # begins the keys of what the story posts
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
                player.books.expire(day)
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
        self.books = Books(stage)
        self.sold = {}  # (person, moment): what is known of that sale
        self.paid_back = {
            (event.person, event.visit.at)
            for event in stage.story.events
            if isinstance(event, Payback)
        }
        self.receipts = {}  # last number by (store, day)
        self.topups, self.wallets = {}, {}  # by person; of top-ups the last
        self.factors = {}
        for company in stage.companies:
            ladder = stage.env["membership.level"]._get_ladder(company)
            for level, percent in zip(ladder, DISCOUNTS, strict=True):
                self.factors[level.id] = 1 - Decimal(percent) / 100
        self.single = {
            Return: self._take_back,
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
                self._serve(store, group)

    def play_till_day(self, day, events):
        """One after the other, as customers come to real tills."""
        tills = TillDay(self.stage, day, self.factors)
        for event in events:
            if isinstance(event, Visit):
                tills.sell(event)
            else:
                self.stage.clock.set(event.at)
                self.single[type(event)](event)
        tills.close()

    def end_month(self, last_day, first_day):
        """Books are closed, levels looked at, and the month is sealed."""
        self.books.close(last_day)
        env = self.stage.env
        if first_day:
            self.stage.clock.set(datetime.combine(first_day, time(1)))
            for company in self.stage.companies:
                env["membership.member"].search(
                    [("company_id", "=", company.id)]
                )._evaluate_level()
        env["membership.seal"].sudo()._seal()

    # === AT THE TILL === #
    def _serve(self, store, visits):
        """Top-ups, purchases with their points, payments: as a till would."""
        env = self.stage.env(user=self.stage.users[CASHIERS[store]].id, su=True)
        takings = self.books.of(store, visits[0].at.date())
        self._top_up(env, takings, [visit for visit in visits if visit.topup])
        purchases = env["membership.purchase"]._record(
            [self._prepare_purchase(visit) for visit in visits]
        )
        payers = [visit for visit in visits if visit.wallet]
        members = env["membership.member"].union(
            *(self.stage.members[visit.person] for visit in payers)
        )
        wallets = members._get_wallet_amounts() if payers else {}
        for visit, purchase in zip(visits, purchases, strict=True):
            sale = self.sold[visit.person, visit.at]
            sale["purchase"] = purchase
            wallet = wallets.get(purchase.member_id.id) if visit.wallet else None
            spent = min(wallet["available"], sale["total"]) if wallet else Decimal(0)
            if spent > 0:
                sale["spend"] = self._spend(env, takings, visit, spent)
                sale["spent"] = spent
            takings.sell(sale["total"], spent, visit.tender)

    def _top_up(self, env, takings, visits):
        Topup = env["membership.topup"]
        at_till = []
        for visit in visits:
            row = self._prepare_topup(env, visit)
            if (visit.person, visit.at) in self.paid_back:
                # Booked at once, because it is paid back within the month.
                self.topups[visit.person] = Topup._topup_batch([row])
            else:
                at_till.append((visit, row))
        rows = [row for _visit, row in at_till]
        if not rows:
            return
        topups = Topup._topup_batch(rows, post_move=False)
        for (visit, _row), topup in zip(at_till, topups, strict=True):
            takings.load(topup, visit.method)

    def _prepare_topup(self, env, visit):
        key = f"{KEY}topup:{visit.person}:{visit.at:%Y%m%d%H%M%S}"
        self.stage.clock.note(key, visit.at - timedelta(minutes=2))
        method = self.stage.methods[
            self.stage.get_company(visit.store).id, visit.method
        ]
        return {
            "member": self.stage.members[visit.person].with_env(env),
            "card": self.stage.cards[visit.person].with_env(env),
            "outlet": self.stage.outlets[visit.store].with_env(env),
            "amount": visit.topup,
            "method": method.with_env(env),
            "key": key,
            "reference": f"{visit.at:%m%d%H%M%S}" if method.needs_reference else None,
        }

    def _prepare_purchase(self, visit):
        member = self.stage.members[visit.person]
        factor = self.factors[member.level_id.id]
        amounts = [
            (prices()[code] * factor).quantize(CENT, ROUND_HALF_UP) * qty
            for code, qty in visit.lines
        ]
        total = sum(amounts, Decimal(0))
        self.sold[visit.person, visit.at] = {
            "total": total,
            "first": amounts[0],
            "spent": Decimal(0),
        }
        return {
            **self._prepare_row(visit, visit.store, total),
            "card_id": self.stage.cards[visit.person].id,
        }

    def _prepare_row(self, event, store, total):
        """What a purchase and its return have in common."""
        company = self.stage.get_company(store)
        takings = self.books.of(store, event.at.date())
        return {
            "member_id": self.stage.members[event.person].id,
            "outlet_id": self.stage.outlets[store].id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "date": to_utc(event.at),
            "amount_total": total,
            "amount_untaxed": untaxed(total),
            "origin_model": "account.move",
            "origin_id": takings.move.id,
            "origin_key": self._number_receipt(store, event.at.date()),
        }

    def _number_receipt(self, store, day):
        number = self.receipts.get((store, day), 0) + 1
        self.receipts[store, day] = number
        return f"{store}-{day:%y%m%d}-{number:03d}"

    def _spend(self, env, takings, visit, amount):
        self.stage.clock.set(visit.at)
        wallet = self.wallets.get(visit.person)
        if not wallet:
            wallet = self.stage.members[visit.person]._get_wallet()
            self.wallets[visit.person] = wallet
        entry = wallet.with_env(env)._post(
            -amount,
            "spend",
            f"{KEY}spend:{visit.at:%Y%m%d%H%M%S}",
            origin=takings.move,
            extra=self._get_extra(visit.person, visit.store),
        )
        takings.entry_ids.append(entry.id)
        return entry

    def _get_extra(self, person, store):
        return {
            "card_id": self.stage.cards[person].id,
            "outlet_id": self.stage.outlets[store].id,
        }

    # === ONE BY ONE === #
    def _take_back(self, event):
        """Goods come back: money to where it came from, points back to the shop."""
        sale = self.sold.get((event.person, event.visit.at))
        if not sale:
            return
        store = event.visit.store
        amount = sale["total"] if event.is_full else sale["first"]
        env = self.stage.env(user=self.stage.users[CASHIERS[store]].id, su=True)
        env["membership.purchase"]._record(
            [
                {
                    **self._prepare_row(event, store, -amount),
                    "refunded_purchase_id": sale["purchase"].id,
                }
            ]
        )
        takings = self.books.of(store, event.at.date())
        to_wallet = min(amount, sale["spent"])
        if to_wallet:
            entry = (
                sale["spend"]
                .with_env(env)
                ._reverse(
                    to_wallet,
                    f"{KEY}refund:{event.at:%Y%m%d%H%M%S}",
                    origin=takings.move,
                    extra=self._get_extra(event.person, store),
                )
            )
            takings.entry_ids.append(entry.id)
        takings.sell(-amount, -to_wallet, event.visit.tender)

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
                extra=self._get_extra(event.person, event.store),
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
        topup = self.topups.pop(event.person, None)
        amount = topup and topup._get_largest_refund()
        if amount:
            user = self.stage.users["manager"]
            topup.with_user(user)._pay_back(
                amount, f"{KEY}payback:{event.at:%Y%m%d%H%M%S}", event.reason
            )
