from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.membership_dealer_pricing.tests.common import DealerCommon

HANGZHOU = {"partner_latitude": 30.27, "partner_longitude": 120.15}


class DealerMapCommon(DealerCommon):
    """Two dealers on the map, a closed one, and one whose place is not known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.membership_dealer_tile_url = ""
        cls.north, cls.south = cls.env["membership.dealer.territory"].create(
            [
                {"name": "North", "company_id": cls.company.id},
                {"name": "South", "company_id": cls.company.id},
            ]
        )
        cls.here = cls._place("Here", cls.distributor, cls.north)
        cls.there = cls._place("There", cls.agent, cls.south)
        cls.over = cls._place("Over", cls.agent, cls.south, state="closed")
        cls.nowhere = cls._create_dealer(
            level_id=cls.agent.id, partner_id=cls._create_partner(name="Nowhere").id
        )

    @classmethod
    def _place(cls, name, level, territory, **values):
        partner = cls._create_partner(name=name, city="Hangzhou", **HANGZHOU)
        return cls._create_dealer(
            partner_id=partner.id,
            level_id=level.id,
            territory_id=territory.id,
            **values,
        )


@tagged("post_install", "-at_install")
class TestDealerMap(DealerMapCommon):
    def _get_map(self, user):
        Dealer = self.env["membership.dealer"].with_user(user)
        return Dealer.with_company(self.company).get_map()

    def test_every_dealer_is_there_with_its_place(self):
        found = self._get_map(self.clerk)
        points = {point["id"]: point for point in found["dealers"]}
        dealers = self.here | self.there | self.over | self.nowhere
        self.assertEqual(set(points), set(dealers.ids))
        here = points[self.here.id]
        self.assertEqual(here["position"], [30.27, 120.15])
        self.assertEqual(
            (here["level"], here["territory"]), (self.distributor.id, self.north.id)
        )
        self.assertIsNone(points[self.nowhere.id]["position"])
        self.assertIn([self.agent.id, "Agent"], found["levels"])
        self.assertFalse(found["is_cut"])

    def test_nothing_but_the_place_leaves_the_server(self):
        point = self._get_map(self.clerk)["dealers"][0]
        self.assertEqual(
            set(point),
            {"id", "name", "city", "state", "level", "territory", "position"},
        )

    def test_dealers_of_another_company_are_not_on_the_map(self):
        other = self.env["res.company"].create({"name": "Other Tea"})
        stranger = new_test_user(
            self.env,
            "map_stranger",
            "base.group_user,membership_dealer_pricing.group_dealer_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        Dealer = self.env["membership.dealer"].with_user(stranger)
        mine = Dealer.with_context(allowed_company_ids=other.ids)
        self.assertFalse(mine.get_map()["dealers"])

    def test_customers_and_other_employees_have_no_map(self):
        for group in ("base.group_user", "base.group_portal"):
            user = new_test_user(self.env, f"map_{group[11:]}", group)
            with self.assertRaises(AccessError):
                self.env["membership.dealer"].with_user(user).get_map()

    def test_positions_are_found_by_who_may_write_contacts(self):
        with self.assertRaises(AccessError):
            self.nowhere.with_user(self.clerk).action_locate()
        self.clerk.group_ids += self.env.ref("base.group_partner_manager")
        Partner = self.env.registry["res.partner"]

        def answer(partners):
            partners.write(HANGZHOU)
            return True

        with patch.object(Partner, "geo_localize", answer):
            found = self.nowhere.with_user(self.clerk).action_locate()
        self.assertEqual(found, 1)
        self.assertEqual(self.nowhere._prepare_map_point()["position"], [30.27, 120.15])

    def test_a_map_server_is_an_address_of_pictures(self):
        for address in ("javascript:{z}{x}{y}", "https://tiles.example.com/map.png"):
            with self.assertRaises(ValidationError):
                self.company.membership_dealer_tile_url = address
        self.company.membership_dealer_tile_url = "/tiles/{z}/{x}/{y}.png"


@tagged("post_install", "-at_install")
class TestDealerMapScreen(HttpCase, DealerMapCommon):
    def test_the_map_filters_and_leads_to_dealers(self):
        self.start_tour("/odoo/dealer-map", "dealer_map", login=self.clerk.login)
