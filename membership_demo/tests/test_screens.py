import unittest

from odoo.tests import TransactionCase, tagged

from .screens import Screen, iter_actions

ROOTS = ("membership_ledger.menu_root", "membership_dealer_pricing.menu_dealer_root")
STAFF = ("admin", "manager", "cards", "store", "cashier", "auditor", "franchise")


@tagged("post_install", "-at_install")
class TestScreens(TransactionCase):
    """Whoever sees a menu can open it, in each of its views, and search there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("__demo__.company_chain", False):
            raise unittest.SkipTest("The story was not loaded into this database.")
        users = cls.env["res.users"].search([("login", "in", STAFF)])
        cls.users = {user.login: user for user in users}

    def _get_env(self, login):
        user = self.users[login]
        return self.env(
            user=user,
            context={
                "lang": "zh_CN",
                "tz": user.tz,
                "allowed_company_ids": user.company_ids.ids,
            },
        )

    def _on_each_screen(self, look, *logins):
        for login in logins:
            env = self._get_env(login)
            for path, action in iter_actions(env, ROOTS):
                # What somebody else may read is not to be found in the cache.
                env.invalidate_all()
                with self.subTest(login=login, menu=path):
                    if action._name == "ir.actions.server":
                        action.with_env(env).run()
                    elif action._name == "ir.actions.act_window":
                        look(Screen(env, action))

    def test_every_menu_opens_for_everybody_who_sees_it(self):
        self._on_each_screen(Screen.open, *STAFF)

    def test_every_filter_group_and_field_can_be_searched_by(self):
        def search(screen):
            if "search" in screen.views:
                screen.search_by_all()
                self.assertFalse(screen.find_unknown_defaults())

        self._on_each_screen(search, "manager", "cashier", "auditor")

    def test_a_list_says_what_it_is_for_and_how_to_search_it(self):
        def read(screen):
            if screen.action.target != "new" and "list" in screen.views:
                self.assertTrue(screen.action.help)
                self.assertGreater(len(screen.views["search"].findall(".//*")), 1)

        self._on_each_screen(read, "admin")
