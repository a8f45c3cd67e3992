import base64
from io import BytesIO

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CardCommon


@tagged("post_install", "-at_install")
class TestCardPrint(CardCommon):
    """Cards on plastic and on sheets."""

    def _render(self, cards, report="report_membership_card_sheet"):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            f"membership_card.{report}", cards.ids
        )
        return html.decode()

    def test_ten_cards_fit_on_a_sheet_with_marks(self):
        member = self._create_member()
        cards = member.card_ids
        for _card in range(10):
            cards |= self._create_card(member)
        text = self._render(cards)
        self.assertEqual(text.count('class="o_membership_sheet"'), 2)
        self.assertEqual(text.count('class="o_membership_slot"'), 11)
        self.assertEqual(text.count('class="o_membership_mark"'), 11 * 8)
        for card in cards:
            self.assertIn(card._get_number_groups(), text)

    def test_batch_of_what_was_not_printed_yet(self):
        cards = self._create_member().card_ids | self._create_member().card_ids
        waiting = [("printed_on", "=", False), ("id", "in", cards.ids)]
        Card = self.env["membership.card"]
        self.assertEqual(Card.search(waiting), cards.sorted("id", reverse=True))
        cards[0].with_user(self._create_user("operator")).action_print_sheet()
        self.assertEqual(Card.search(waiting), cards[1])
        cards._change_state("cancel", "test")
        with self.assertRaisesRegex(UserError, "cancelled"):
            cards.action_print()

    def test_symbology_of_the_type_is_printed(self):
        member = self._create_member()
        card = member.card_ids
        self.assertEqual(card._get_symbology(), "ean13")
        card.barcode = "RFID-77"
        self.assertEqual(card._get_symbology(), "code128")
        qr_type = self._create_type(symbology="qr")
        electronic = self._create_card(member, type_id=qr_type.id)
        text = self._render(electronic, "report_membership_card")
        self.assertIn("symbol-qr", text)
        self.assertNotIn('class="bars"', text)

    def test_photo_of_the_holder_is_on_the_card(self):
        member = self._create_member()
        self.assertNotIn(
            "with-photo", self._render(member.card_ids).split("</style>")[-1]
        )
        stream = BytesIO()
        Image.new("RGB", (40, 40), "red").save(stream, "PNG")
        member.partner_id.image_1920 = base64.b64encode(stream.getvalue())
        self.assertIn("with-photo", self._render(member.card_ids).split("</style>")[-1])
