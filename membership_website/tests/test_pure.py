import doctest

from odoo.tests import BaseCase

from .. import card_face, card_token, period


class TestPure(BaseCase):
    """The doctests of the modules that need no database."""

    def test_doctests_hold(self):
        for module in (card_face, card_token, period):
            with self.subTest(module=module.__name__):
                self.assertFalse(doctest.testmod(module).failed)
