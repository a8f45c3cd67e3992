import doctest

from odoo.tests import BaseCase

from .. import codes


class TestPure(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(codes)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)
