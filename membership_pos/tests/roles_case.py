from odoo.fields import Command

from odoo.addons.membership_card.tests.roles_case import RolesCase


class TillRolesCase(RolesCase):
    """The table of an addon with acts at the till: their names begin with ``till_``.

    Mixed in before :class:`.common.PosMembershipCommon` or what inherits it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashiers = cls._create_cashiers()
        cls.sessions = cls._open_tills()

    @classmethod
    def _create_cashiers(cls):
        """The same people, who work at tills as well."""
        cashiers = {
            (role, place): user if role == "auditor" else user.copy()
            for (role, place), user in cls.users.items()
        }
        right = cls.env.ref("point_of_sale.group_pos_user")
        new = [
            user.id for (role, _place), user in cashiers.items() if role != "auditor"
        ]
        right.write({"user_ids": [Command.link(user_id) for user_id in new]})
        return cashiers

    @classmethod
    def _open_tills(cls):
        """{place: open session of its till}."""
        return {
            place: cls._open_session(
                cls._create_till(place, outlet)[0], cls.cashiers["manager", place]
            )
            for place, outlet in cls.places.items()
        }

    def _get_user(self, row, role, place):
        users = self.cashiers if row["action"].startswith("till_") else self.users
        return users[role, place]

    # === AT THE TILL === #
    def _get_session(self, outlet):
        place = next(key for key, value in self.places.items() if value == outlet)
        return self.sessions[place]

    def _sync_here(self, env, outlet, line):
        """Sell one line to the member, for cash."""
        session = self._get_session(outlet)
        cash = session.config_id.payment_method_ids.filtered("is_cash_count")
        payment = self._payment(cash, line[2]["price_subtotal_incl"])
        data = self._order_data([line], [payment], self.member, session)
        data["company_id"] = outlet.company_id.id
        return env["pos.order"].with_company(outlet.company_id).sync_from_ui([data])
