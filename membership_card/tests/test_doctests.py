import doctest

from odoo.tests import BaseCase, tagged

from .. import (
    check_digit,
    file_score,
    identity_number,
    level_ladder,
    level_review,
    number_pattern,
    phone_numbers,
    privacy,
    register_cells,
    register_rows,
    register_values,
)

MODULES = (
    check_digit,
    file_score,
    identity_number,
    level_ladder,
    level_review,
    number_pattern,
    phone_numbers,
    privacy,
    register_cells,
    register_rows,
    register_values,
)


@tagged("post_install", "-at_install")
class TestDoctests(BaseCase):
    def test_pure_rules_do_what_their_docstrings_say(self):
        for module in MODULES:
            with self.subTest(module=module.__name__):
                self.assertFalse(doctest.testmod(module).failed)
