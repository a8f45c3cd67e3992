"""The franchise takes part: it gets blanks of the chain, sells them, and takes a card
that the chain has sold. What both owe each other is there to be settled."""

import uuid

from odoo import fields

from ..story.catalogue import FRANCHISE
from .stage import MODULE
from .till_day import NAMESPACE

SOLD = (("wechat", "200"), ("cash", "200"))
TEA, PRICE = "G04", 128


def share(stage, gift_type, blanks, code):
    """Hand ``blanks`` to the franchise, which sells two and takes a card of the chain.

    :param str code: the secret on the card that the chain has sold
    """
    gift_type.company_ids = stage.franchise
    _hand_over(stage, blanks)
    user = stage.users["franchise"]
    for card, (way, amount) in zip(blanks, SOLD, strict=False):
        card.with_user(user)._sell(
            amount,
            f"demo:gift:{card.number}",
            method=stage.methods[stage.franchise.id, way],
            outlet=stage.outlets[FRANCHISE],
        )
    _take_at_till(stage, code)


def _hand_over(stage, cards):
    """Head office gives to an outlet of another company, which counts and signs."""
    Handover = stage.env["membership.gift.handover"]
    handover = Handover.with_user(stage.users["cards"]).create(
        {
            "outlet_from_id": stage.outlets["HQ"].id,
            "other_outlet": str(stage.outlets[FRANCHISE].id),
            "card_ids": [fields.Command.set(cards.ids)],
        }
    )
    handover.action_give()
    received = _as_franchise(stage, "membership.gift.handover").browse(handover.id)
    received.counted = len(cards)
    received.action_receive()


def _as_franchise(stage, model):
    context = {"allowed_company_ids": stage.franchise.ids, "lang": "en_US"}
    user = stage.users["franchise"]
    return stage.env(user=user.id, su=False, context=context)[model]


def _take_at_till(stage, code):
    """A customer from the chain pays with its card at the till of the franchise."""
    till = stage.env.ref(f"{MODULE}.till_{FRANCHISE.lower()}")
    Session = _as_franchise(stage, "pos.session")
    session = Session.create({"config_id": till.id, "user_id": Session.env.uid})
    session.set_opening_control(session.cash_register_balance_start, None)
    key = str(uuid.uuid5(NAMESPACE, "gift:payment"))
    session.env["membership.till"].gift_hold(session.id, key, code, str(PRICE))
    session.env["pos.order"].sync_from_ui([_prepare_order(stage, session, key)])
    session.env.invalidate_all()
    session.post_closing_cash_details(session.sudo().cash_register_balance_end)
    session.env.invalidate_all()
    session.update_closing_control_state_session("")
    session.close_session_from_ui()


def _prepare_order(stage, session, key):
    """One tin of tea over ``PRICE``, as the browser sends it."""
    line, now = _prepare_line(stage, session), fields.Datetime.now()
    total = line["price_subtotal_incl"]
    methods = session.config_id.payment_method_ids
    payment = {
        "amount": total,
        "payment_method_id": methods._get_gift_methods().id,
        "uuid": key,
        "payment_date": now,
    }
    return {
        "uuid": str(uuid.uuid5(NAMESPACE, "gift:order")),
        "access_token": str(uuid.uuid5(NAMESPACE, "gift:access")),
        "session_id": session.id,
        "user_id": session.user_id.id,
        "company_id": session.company_id.id,
        "date_order": fields.Datetime.to_string(now),
        "state": "paid",
        "lines": [fields.Command.create(line)],
        "payment_ids": [fields.Command.create(payment)],
        "amount_total": total,
        "amount_tax": total - line["price_subtotal"],
        "amount_paid": total,
        "amount_return": 0,
        "pricelist_id": False,
        "partner_id": False,
        "to_invoice": False,
    }


def _prepare_line(stage, session):
    product = stage.products[TEA]
    taxes = product.taxes_id.filtered(lambda tax: tax.company_id == session.company_id)
    amounts = taxes.compute_all(PRICE, session.currency_id, 1)
    return {
        "product_id": product.id,
        "qty": 1,
        "price_unit": PRICE,
        "discount": 0,
        "tax_ids": [fields.Command.set(taxes.ids)],
        "price_subtotal": amounts["total_excluded"],
        "price_subtotal_incl": amounts["total_included"],
        "full_product_name": product.name,
        "uuid": str(uuid.uuid5(NAMESPACE, "gift:line")),
    }
