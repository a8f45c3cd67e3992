"""What a store does when a member stands at its counter: the year before the tills."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from ..clock import to_utc
from ..story.catalogue import prices
from ..story.events import Payback
from .books import CENT, Books, untaxed
from .shop import DISCOUNTS
from .staff import CASHIERS

KEY = "demo:"  # begins the keys of what the story posts


class Counter:
    """Tops up, sells, takes payments and returns, day after day.

    :ivar topups: {person: last top-up that is booked on its own}
    :ivar factors: {id of a level: what its members pay of the list price}
    """

    def __init__(self, stage):
        self.stage = stage
        self.books = Books(stage)
        self.sold = {}  # (person, moment): what is known of that sale
        self.receipts = {}  # last number by (store, day)
        self.topups, self.wallets = {}, {}  # by person
        self.paid_back = {
            (event.person, event.visit.at)
            for event in stage.story.events
            if isinstance(event, Payback)
        }
        self.factors = {}
        for company in stage.companies:
            ladder = stage.env["membership.level"]._get_ladder(company)
            for level, percent in zip(ladder, DISCOUNTS, strict=True):
                self.factors[level.id] = 1 - Decimal(percent) / 100

    def serve(self, store, visits):
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

    def take_back(self, event):
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
                    extra=self.get_extra(event.person, store),
                )
            )
            takings.entry_ids.append(entry.id)
        takings.sell(-amount, -to_wallet, event.visit.tender)

    def get_extra(self, person, store):
        """Columns of an entry: which card, and where."""
        return {
            "card_id": self.stage.cards[person].id,
            "outlet_id": self.stage.outlets[store].id,
        }

    # === HELPERS === #
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
            extra=self.get_extra(visit.person, visit.store),
        )
        takings.entry_ids.append(entry.id)
        return entry
