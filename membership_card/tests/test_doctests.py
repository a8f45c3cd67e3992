import doctest
import importlib

from odoo.tests import BaseCase, tagged

MODULES = (
    "check_digit",
    "conversion",
    "file_score",
    "identity_number",
    "level_forecast",
    "level_ladder",
    "level_review",
    "number_pattern",
    "phone_numbers",
    "privacy",
    "register_cells",
    "register_rows",
    "register_values",
    "stacking",
)


@tagged("post_install", "-at_install")
class TestDoctests(BaseCase):
    def test_pure_rules_do_what_their_docstrings_say(self):
        for name in MODULES:
            module = importlib.import_module(f"odoo.addons.membership_card.{name}")
            with self.subTest(module=name):
                self.assertFalse(doctest.testmod(module).failed)
