import doctest

from odoo.tests import TransactionCase

from .. import one_time_code, upload_check


class TestDoctests(TransactionCase):
    def test_examples_hold(self):
        """The examples of the pure modules are their specification."""
        for module in (one_time_code, upload_check):
            # Names of exceptions are short in the examples.
            flags = doctest.IGNORE_EXCEPTION_DETAIL
            self.assertEqual(doctest.testmod(module, optionflags=flags).failed, 0)
