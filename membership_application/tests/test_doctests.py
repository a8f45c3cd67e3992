import doctest

from odoo.tests import TransactionCase

from .. import one_time_code


class TestDoctests(TransactionCase):
    def test_examples_hold(self):
        """The examples of the pure modules are their specification."""
        self.assertEqual(doctest.testmod(one_time_code).failed, 0)
