from lxml.html import fromstring

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import GiftCommon


@tagged("post_install", "-at_install")
class TestStock(GiftCommon):
    def _receive(self, **values):
        wizard = (
            self.env["membership.gift.receive"]
            .with_user(self.operator)
            .create(
                {"type_id": self.gift_type.id, "outlet_id": self.outlet.id, **values}
            )
        )
        return self.Card.search(wizard.action_confirm()["domain"])

    def test_new_blanks_are_numbered_in_a_row_with_a_secret_each(self):
        cards = self._receive(source="new", quantity=1200)
        self.assertEqual(len(set(cards.mapped("number"))), 1200)
        self.assertEqual(len(set(cards.sudo().mapped("code"))), 1200)
        self.assertTrue(all(len(code) == 16 for code in cards.sudo().mapped("code")))
        self.assertEqual(set(cards.mapped("state")), {"blank"})
        self.assertEqual(len(cards.event_ids), 1200)

    def test_a_range_is_received_once_and_as_a_whole(self):
        pattern = self.gift_type._get_pattern()
        first, last = pattern.number(501), pattern.number(503)
        codes = f"{first} AAAA-BBBB-CCCC-0001\n{last};AAAABBBBCCCC0003"
        cards = self._receive(source="range", first=first, last=last, codes=codes)
        self.assertEqual(len(cards), 3)
        found = self.Card._find_by_code("aaaabbbbcccc0001", self.company)
        self.assertEqual(found.number, first)
        with self.assertRaisesRegex(UserError, "nothing was received"):
            self._receive(source="range", first=last, last=pattern.number(505))
        self.assertFalse(self.Card.search([("number", "=", pattern.number(505))]))
        with self.assertRaisesRegex(UserError, "no range"):
            self._receive(source="range", first=first, last="8900000000000")

    def test_codes_are_printed_three_a_row_as_bars_that_stay_sharp(self):
        cards = self._blanks(4)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "membership_gift_card.report_sheet", cards.ids
        )
        page = fromstring(html)
        self.assertEqual(len(page.xpath("//div[@class='page']/table/tr")), 2)
        bars = page.xpath("//td/img/@src")
        self.assertEqual(bars, [str(card._get_code_uri()) for card in cards])
        self.assertTrue(all(src.startswith("data:image/svg+xml") for src in bars))

    def test_our_numbers_step_over_those_a_printer_used(self):
        self.gift_type = self.gift_type.copy({"code": "G2", "prefix": "88"})
        pattern = self.gift_type._get_pattern()
        self._receive(source="range", first=pattern.number(2), last=pattern.number(3))
        cards = self._receive(source="new", quantity=3)
        self.assertEqual(cards.mapped("number"), [pattern.number(n) for n in (1, 4, 5)])

    def test_no_gift_card_has_the_number_of_a_member_card(self):
        self.assertFalse(self.gift_type._get_pattern().number(1).startswith("80"))
        with self.assertRaisesRegex(ValidationError, "could be numbers of"):
            self.gift_type.copy({"code": "G2", "prefix": "89"})
        self.card_type.prefix = "891"
        with self.assertRaisesRegex(ValidationError, "could be numbers of"):
            self.gift_type.prefix = "891"

    def test_stock_is_counted_and_a_difference_explained(self):
        self._blanks(3)
        count = (
            self.env["membership.gift.count"]
            .with_user(self.operator)
            .create({"outlet_id": self.outlet.id})
        )
        with self.assertRaisesRegex(UserError, "List what should"):
            count.action_done()
        count.action_start()
        self.assertEqual(count.line_ids.expected, 3)
        count.line_ids.counted = 2
        line = count.line_ids
        for vals in ({"expected": 2}, {"difference": 0}, {"card_state": "desk"}):
            with self.assertRaisesRegex(UserError, "only the buttons"):
                line.write(vals)
        with self.assertRaises(AccessError):
            line.unlink()
        with self.assertRaisesRegex(UserError, "say what is done"):
            count.action_done()
        count.remark = "One is missing, reported to the manager"
        count.action_done()
        self.assertEqual((count.difference, count.state), (-1, "done"))
        with self.assertRaisesRegex(UserError, "never changed"):
            count.remark = "x"
        with self.assertRaisesRegex(UserError, "never changed"):
            line.counted = 3
        with self.assertRaisesRegex(UserError, "never changed"):
            count.action_start()
        Count = self.env["membership.gift.count"].with_user(self.operator)
        for vals in ({"state": "done"}, {"user_id": self.second.id}):
            with self.assertRaisesRegex(UserError, "only the buttons"):
                Count.create({"outlet_id": self.outlet.id, **vals})

    def test_what_came_after_the_list_was_made_was_not_counted(self):
        self._blanks(3)
        count = self.env["membership.gift.count"].with_user(self.operator)
        count = count.create({"outlet_id": self.outlet.id})
        count.action_start()
        count.line_ids.counted = 3
        self._blanks(1)._change_state("spoil", "bent")
        with self.assertRaisesRegex(UserError, "say what is done"):
            count.action_done()

    def test_codes_of_a_printer_open_one_card_each(self):
        pattern = self.gift_type._get_pattern()
        first, last = pattern.number(601), pattern.number(602)
        one = {"source": "range", "first": first, "last": last}
        known = self._blanks(1)
        for codes, problem in (
            (f"{first} AAAABBBB1\n{last} aaaa-bbbb-1", "code of another card"),
            (f"{first} {known.sudo().code}", "code of another card"),
            (f"{first} AB1", "letters and digits long"),
            (f"{first} AAAABBBB1\n{first} AAAABBBB2", "listed twice"),
            (f"{known.number} AAAABBBB1", "none of the cards"),
        ):
            with self.subTest(codes), self.assertRaisesRegex(UserError, problem):
                self._receive(**one, codes=codes)
        self.assertFalse(self.Card.search([("number", "=", first)]))

    def test_a_range_without_end_is_refused_before_it_is_written_out(self):
        pattern = self.gift_type._get_pattern()
        largest = 10**pattern.width - 1
        with self.assertRaisesRegex(UserError, "Receive 1 to"):
            self._receive(
                source="range", first=pattern.number(1), last=pattern.number(largest)
            )

    def test_codes_are_for_the_printer_only(self):
        card = self._blanks(1)
        with self.assertRaises(AccessError):
            card.with_user(self.operator).read(["code"])
        self.assertTrue(card.with_user(self.manager).read(["code"])[0]["code"])
        with self.assertRaises(UserError):
            card.with_user(self.manager).write({"outlet_id": self.head_office.id})
        with self.assertRaises(AccessError):
            self.Card.with_user(self.till).search([])
