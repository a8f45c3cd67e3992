"""Gift cards: printed at head office, handed to stores, some sold this morning."""

import hashlib

from odoo.addons.membership_gift_card.codes import ALPHABET, LENGTH

from .giftcards_shared import share

PRINTED = 60
# Outlet, cards of the list, user who gives, user who receives (None: on the way).
HANDOVERS = (("SH01", 24, "cards", "store"), ("HZ01", 16, "cards", None))
SOLD = ("wechat", "alipay", "wechat", "bank", "cash")
TORN = 2
FOR_FRANCHISE = 6
DAMAGED = "刮刮层破损 Scratch panel damaged"
LOST = "顾客遗失，待核实 Lost by the customer"


def build(stage):
    """One type, stock at four places, five sold and one of them lost; the franchise
    sells and takes the same cards."""
    env = stage.env
    gift_type = env["membership.gift.type"].create(
        {
            "name": "Tea gift card 200",
            "code": "TEA200",
            "company_id": stage.chain.id,
            "amount": 200,
            "validity_months": 36,
        }
    )
    stage.say_in_chinese(gift_type, "name", "茶礼卡200元")
    numbers = gift_type.sudo()._next_numbers(PRINTED)
    cards = env["membership.gift.card"]._receive(
        gift_type, stage.outlets["HQ"], numbers, {n: _write_code(n) for n in numbers}
    )
    cards = cards.sorted("number")
    start = 0
    for store, count, giver, receiver in HANDOVERS:
        _hand_over(stage, cards[start : start + count], store, giver, receiver)
        start += count
    _sell(stage, cards[: len(SOLD)])
    _give_back(stage, cards[len(SOLD) :][:TORN])
    stage.name(gift_type, "gift_type")
    spent = cards[0]
    share(
        stage,
        gift_type,
        cards[start : start + FOR_FRANCHISE],
        _write_code(spent.number),
    )


def _write_code(number):
    """The story is the same whenever it is told; real codes are drawn by lot."""
    drawn = hashlib.sha256(f"tea.example.com:{number}".encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn[:LENGTH])


def _hand_over(stage, cards, store, giver, receiver):
    handover = (
        stage.env["membership.gift.handover"]
        .with_user(stage.users[giver])
        .create(
            {
                "outlet_from_id": stage.outlets["HQ"].id,
                "outlet_to_id": stage.outlets[store].id,
                "card_ids": [(6, 0, cards.ids)],
            }
        )
    )
    handover.action_give()
    if receiver:
        received = handover.with_user(stage.users[receiver])
        received.counted = len(cards)
        received.action_receive()


def _give_back(stage, cards):
    """Damaged blanks are recovered; the first is with the treasury already."""
    store = stage.users["store"]
    cards.with_user(stage.users["cards"])._change_state("spoil", DAMAGED)
    handover = (
        stage.env["membership.gift.handover"]
        .with_user(store)
        .create(
            {
                "kind": "treasury",
                "outlet_from_id": stage.outlets["SH01"].id,
                "card_ids": [(6, 0, cards[:1].ids)],
            }
        )
    )
    handover.action_give()
    received = handover.with_user(stage.users["cards"])
    received.counted = 1
    received.action_receive()


def _sell(stage, cards):
    """By the store, each on its own way to pay; the last buyer has lost it."""
    outlet = stage.outlets["SH01"]
    for card, way in zip(cards, SOLD, strict=True):
        card.with_user(stage.users["store"])._sell(
            "200",
            f"demo:gift:{card.number}",
            method=stage.methods[stage.chain.id, way],
            outlet=outlet,
        )
    cards[-1:].with_user(stage.users["cards"])._change_state("block", LOST)
