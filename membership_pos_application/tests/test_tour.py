from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PosApplicationCommon


@tagged("post_install", "-at_install", "pos_tour")
class TestTour(PosApplicationCommon, HttpCase):
    """What a cashier and a customer see and do at a screen between them."""

    @mute_logger("odoo.http")  # what is refused is logged there
    def test_a_customer_accepts_signs_and_applies_and_a_code_activates(self):
        self.card_type.write({"needs_signature": True})
        self._create_type(
            name="Tour Group",
            kind="group",
            at_till=True,
            requirement_ids=[
                Command.create({"name": "Licence copy", "needs_document": True})
            ],
        )
        lin = self._create_member(name="Lin Wei")
        card = self._create_card(
            lin, "draft", number="8000000700018", activation="code"
        )
        self.patch(type(card), "_digest", lambda card, code: f"digest of {code}")
        card._make_activation_code()
        card.sudo().activation_digest = "digest of 246810"
        self.start_tour(
            f"/pos/ui/{self.config.id}",
            "membership_pos_application",
            login=self.cashier.login,
        )
        domain = [("partner_id.name", "=", "Zhao Min")]
        zhao = self.env["membership.member"].search(domain)
        self.assertEqual(zhao.charter_id, self.charter)
        self.assertTrue(zhao.charter_signature and zhao.charter_signed_on)
        application = self.env["membership.application"].search(
            [("company_name", "=", "Tour Tea Ltd")]
        )
        self.assertEqual(
            (application.state, application.kind), ("submitted", "company")
        )
        self.assertEqual(card.state, "active")
        self.assertEqual(card.activation_tries, 2)
