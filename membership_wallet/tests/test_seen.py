from odoo import fields
from odoo.tests import tagged

from odoo.addons.membership_card.tests.seen_case import SeenCase

from .common import WalletCommon


@tagged("post_install", "-at_install")
class TestSeen(SeenCase, WalletCommon):
    """Top-ups, bookings and payments by card are seen as cards and entries are."""

    def test_everybody_sees_what_the_plain_words_say(self):
        for member in self.members:
            for outlet in self.outlets:
                topup = self._topup(member, 10, outlet=outlet)
                card = self._create_card(member, outlet_id=outlet.id)
                self.env["membership.card.usage"].create(
                    {
                        "card_id": card.id,
                        "account_id": topup.account_id.id,
                        "key": f"seen:{outlet.id}",
                        "day": fields.Date.today(),
                    }
                )
                self.env["membership.wallet.booking"]._link(
                    topup.account_id.entry_ids, topup.move_id
                )
        self._check_meanings(
            {
                "membership.topup": ("outlet_id", "member_id"),
                "membership.wallet.booking": (
                    "entry_id.outlet_id",
                    "entry_id.account_id.member_id",
                ),
                "membership.card.usage": ("card_id.outlet_id", "card_id.member_id"),
            }
        )
