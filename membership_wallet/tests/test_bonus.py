import doctest

from odoo.tests import BaseCase

from .. import bonus, stored_price, takeback


class TestArithmetic(BaseCase):
    def test_doctests_are_the_specification(self):
        for module in (bonus, stored_price, takeback):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertGreater(result.attempted, 4)
                self.assertFalse(result.failed)
