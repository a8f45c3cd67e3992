from itertools import product as combinations

from odoo.fields import Command
from odoo.tests import tagged

from .common import DealerCommon


@tagged("post_install", "-at_install")
class TestPriceMatrix(DealerCommon):
    """Level × channel × quantity × currency: the same number everywhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.markup = cls.env["membership.dealer.markup"].create(
            {
                "name": "Plus 8.31",
                "percent": 8.31,
                "rounding": 0.05,
                "company_id": cls.company.id,
            }
        )
        in_euro = cls._create_list(
            "Euro", {0: 41.93, 10: 37.01}, currency_id=cls.euro.id
        )
        cls.distributor.other_pricelist_ids = in_euro
        top = cls._create_dealer(sub_markup_id=cls.markup.id)
        euro_top = cls._create_dealer(
            sub_markup_id=cls.markup.id, currency_id=cls.euro.id
        )
        sub = cls._create_dealer(upline_id=top.id)
        cls.dealers = {
            "level": top,
            "other level": cls._create_dealer(level_id=cls.agent.id),
            "other currency": euro_top,
            "sub-dealer": sub,
            "sub-dealer in another currency": cls._create_dealer(upline_id=euro_top.id),
            "deep": cls._create_dealer(upline_id=sub.id, markup_id=cls.markup.id),
        }
        cls.expected = {
            ("level", 1): 61.37,
            ("level", 10): 53.59,
            ("other level", 10): 74.51,
            ("other currency", 1): 41.93,
            ("other currency", 10): 37.01,
            ("sub-dealer", 1): 66.45,
            ("sub-dealer", 10): 58.05,
            ("sub-dealer in another currency", 1): 45.40,
            ("deep", 1): 71.95,
        }

    def _channels(self):
        """Every way to a price: functions of (dealer, quantity)."""
        return {
            "contact": lambda dealer, quantity: self._price(
                dealer.partner_id, quantity
            ),
            "file": lambda dealer, quantity: dealer._get_pricelist()._get_product_price(
                self.tea, quantity
            ),
            "template": lambda dealer, quantity: self._price(
                dealer.partner_id, quantity, self.tea.product_tmpl_id
            ),
            "sales order": self._price_in_order,
            "invoice of an order": self._price_in_invoice_of_order,
            "price list": self._price_in_list,
            "breaks": self._price_in_breaks,
            "simulator": self._price_in_simulator,
            "several at once": self._price_at_once,
        }

    def _order(self, dealer, quantity):
        contact = self._create_partner(is_company=False, parent_id=dealer.partner_id.id)
        return self.env["sale.order"].create(
            {
                "partner_id": contact.id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.tea.id, "product_uom_qty": quantity}
                    )
                ],
            }
        )

    def _price_in_order(self, dealer, quantity):
        order = self._order(dealer, quantity)
        self.assertEqual(order.currency_id, dealer.pricelist_id.currency_id)
        self.assertFalse(order.order_line.discount, "a discount tells the base")
        return order.order_line.price_unit

    def _price_in_invoice_of_order(self, dealer, quantity):
        order = self._order(dealer, quantity)
        self.tea.invoice_policy = "order"
        order.action_confirm()
        return order._create_invoices().invoice_line_ids.price_unit

    def _price_in_list(self, dealer, quantity):
        pricelist = dealer._get_pricelist()
        rows = pricelist._iter_prices([("id", "=", self.tea.id)], (quantity,))
        return next(rows)["prices"][quantity]

    def _price_in_breaks(self, dealer, quantity):
        breaks = dealer._get_pricelist()._get_quantity_breaks(self.tea)[self.tea.id]
        return [price for start, price in breaks if start <= quantity][-1]

    def _price_in_simulator(self, dealer, quantity):
        asked = self.env["membership.dealer.simulate"].create(
            {
                "partner_id": dealer.partner_id.id,
                "product_id": self.tea.id,
                "quantity": quantity,
                "company_id": self.company.id,
            }
        )
        return asked.price

    def _price_at_once(self, dealer, quantity):
        goods = self.tea + self._create_product()
        rows = dealer._get_pricelist()._compute_price_rule(goods, quantity)
        return rows[self.tea.id][0]

    @classmethod
    def _add_chart(cls):
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading(
                "generic_coa", company=cls.company, install_demo=False
            )

    def test_every_channel_tells_the_same_price(self):
        self._add_chart()
        channels = self._channels()
        for (name, dealer), quantity in combinations(self.dealers.items(), (1, 9, 10)):
            told = {
                channel: round(price(dealer, quantity), 2)
                for channel, price in channels.items()
            }
            with self.subTest(dealer=name, quantity=quantity):
                self.assertEqual(len(set(told.values())), 1, told)
                if expected := self.expected.get((name, quantity)):
                    self.assertEqual(told["contact"], expected)

    def test_an_invoice_written_by_hand_costs_the_same(self):
        self._add_chart()
        for name in ("level", "sub-dealer", "deep"):
            dealer = self.dealers[name]
            for quantity in (1, 10):
                invoice = self.env["account.move"].create(
                    {
                        "move_type": "out_invoice",
                        "partner_id": dealer.partner_id.id,
                        "company_id": self.company.id,
                        "invoice_line_ids": [
                            Command.create(
                                {"product_id": self.tea.id, "quantity": quantity}
                            )
                        ],
                    }
                )
                price = invoice.invoice_line_ids.price_unit
                self.assertAlmostEqual(price, self._price(dealer.partner_id, quantity))

    def test_asking_at_once_changes_no_price(self):
        goods = self.tea
        for number in range(5):
            goods += self._create_product(list_price=17.77 * (number + 1))
        deep = self.dealers["deep"]._get_pricelist()
        for quantity in (1, 10):
            at_once = deep._compute_price_rule(goods, quantity)
            for found in goods:
                alone = deep._get_product_price(found, quantity)
                self.assertEqual(at_once[found.id][0], alone)
