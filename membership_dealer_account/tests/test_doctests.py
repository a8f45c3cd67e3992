import doctest

from odoo.tests import BaseCase

from .. import rebate_tiers


class TestDoctests(BaseCase):
    def test_the_rule_keeps_its_examples(self):
        self.assertFalse(doctest.testmod(rebate_tiers).failed)
