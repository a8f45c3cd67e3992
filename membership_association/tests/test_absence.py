import doctest

from odoo.tests import BaseCase

from .. import absence


class TestAbsence(BaseCase):
    def test_examples_of_the_rules(self):
        self.assertEqual(doctest.testmod(absence).failed, 0)
