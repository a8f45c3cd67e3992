import doctest

from odoo.tests import BaseCase

from odoo.addons.membership_dealer_portal import order_sheet, quantities


class TestDoctests(BaseCase):
    def test_pure_rules_keep_their_examples(self):
        for module in (order_sheet, quantities):
            self.assertFalse(doctest.testmod(module).failed, module.__name__)
