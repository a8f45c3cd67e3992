from odoo.tests import tagged

from odoo.addons.membership_card.tests.seen_case import HERE, SeenCase

from .common import GiftCommon

COMING = f"[('state', '=', 'given'), {HERE.format('outlet_to_id')}]"


@tagged("post_install", "-at_install")
class TestSeen(SeenCase, GiftCommon):
    """Gift cards are seen where they are and where they are expected."""

    def test_everybody_sees_what_the_plain_words_say(self):
        Handover = self.env["membership.gift.handover"].with_user(self.operator)
        for place in self.outlets:
            for target in self.outlets - place:
                cards = self._blanks(2, place)
                handover = Handover.create(
                    {
                        "kind": "stock",
                        "outlet_from_id": place.id,
                        "outlet_to_id": target.id,
                        "card_ids": [(6, 0, cards.ids)],
                    }
                )
                if target != self.counter:
                    handover.action_give()
        here = HERE.format("outlet_id")
        self._check_meanings(
            {
                "membership.gift.card": f"['|', {here}, "
                f"('handover_ids', 'any', {COMING})]",
                "membership.gift.event": ("outlet_id", "card_id.outlet_id"),
                "membership.gift.handover": ("outlet_from_id", "outlet_to_id"),
            }
        )
