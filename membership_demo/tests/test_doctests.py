import doctest

from odoo.tests import BaseCase, tagged

from odoo.addons.membership_demo import clock
from odoo.addons.membership_demo.loader import stage
from odoo.addons.membership_demo.story import story


@tagged("post_install", "-at_install")
class TestDoctests(BaseCase):
    def test_the_examples_hold(self):
        for module in (clock, stage, story):
            with self.subTest(module.__name__):
                self.assertFalse(doctest.testmod(module).failed)
