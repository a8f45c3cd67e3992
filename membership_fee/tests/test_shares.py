import doctest

from odoo.tests import BaseCase

from .. import shares


class TestShares(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(shares)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)
