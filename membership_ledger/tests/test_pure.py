import doctest

from odoo.tests import BaseCase

from .. import amount, chain, posting


class TestPure(BaseCase):
    """The doctests of the modules that need no database."""

    def test_doctests_hold(self):
        for module in (amount, chain, posting):
            with self.subTest(module=module.__name__):
                self.assertFalse(doctest.testmod(module).failed)
