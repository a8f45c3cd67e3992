import doctest

from odoo.tests import BaseCase

from .. import upload_check


class TestUploadCheck(BaseCase):
    def test_examples_hold(self):
        """The examples of the pure module are its specification."""
        # Names of exceptions are short in the examples.
        flags = doctest.IGNORE_EXCEPTION_DETAIL
        self.assertFalse(doctest.testmod(upload_check, optionflags=flags).failed)
