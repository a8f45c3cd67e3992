from odoo.tests import tagged

from odoo.addons.membership_card.tests.seen_case import SeenCase

from .common import FeeCommon


@tagged("post_install", "-at_install")
class TestSeen(SeenCase, FeeCommon):
    """Fees are seen where they arose, and where their members are."""

    def test_everybody_sees_what_the_plain_words_say(self):
        self._schedule("replacement", 10)
        for member in self.members:
            for outlet in self.outlets:
                key = f"seen:{outlet.id}"
                member._charge_fee("replacement", key, outlet=outlet)
        self._check_meanings({"membership.fee": ("outlet_id", "member_id")})
