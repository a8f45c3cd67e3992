import doctest

from odoo.tests import BaseCase

from .. import accrual


class TestAccrual(BaseCase):
    """The doctests of the arithmetic are its specification."""

    def test_doctests_hold(self):
        self.assertFalse(doctest.testmod(accrual).failed)
