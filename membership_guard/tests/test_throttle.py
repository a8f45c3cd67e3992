import hashlib

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

LIMITS = {"start_phone": (3, 60), "start_email": (3, 60)}


@tagged("post_install", "-at_install")
class TestThrottle(TransactionCase):
    def setUp(self):
        super().setUp()
        Throttle = type(self.env["membership.throttle"])
        self.patch(Throttle, "_get_limits", lambda model: LIMITS)

    def test_limit_is_a_window_that_ends(self):
        Throttle = self.env["membership.throttle"]
        hits_max, minutes = LIMITS["start_phone"]
        self.assertEqual(minutes, 60)
        with freeze_time("2026-11-22 10:00:00"):
            answers = [Throttle._hit("start_phone", "a") for _i in range(hits_max + 1)]
            self.assertEqual(answers, [True] * hits_max + [False])
            self.assertTrue(Throttle._hit("start_phone", "b"))
            self.assertTrue(Throttle._hit("start_email", "a"))
        with freeze_time("2026-11-22 10:59:59"):
            self.assertFalse(Throttle._hit("start_phone", "a"))
        with freeze_time("2026-11-22 11:00:00"):
            self.assertTrue(Throttle._hit("start_phone", "a"))

    def test_no_address_and_no_phone_is_kept(self):
        self.env["membership.throttle"]._hit("start_phone", "+8613800138000")
        row = self.env["membership.throttle"].search([], order="id desc", limit=1)
        self.assertRegex(row.digest, "^[0-9a-f]{64}$")
        plain = hashlib.sha256(b"+8613800138000").hexdigest()
        self.assertNotEqual(row.digest, plain, "numbers are few: a digest needs a key")

    def test_neighbours_in_one_network_count_as_one(self):
        get_network = self.env["membership.throttle"]._get_network
        self.assertEqual(
            get_network("2001:db8:1:2::3"), get_network("2001:db8:1:2:ffff::1")
        )
        self.assertNotEqual(get_network("10.0.0.1"), get_network("10.0.0.2"))
        self.assertEqual(get_network("nonsense"), "unknown")

    def test_old_counters_are_forgotten(self):
        Throttle = self.env["membership.throttle"]
        with freeze_time("2026-11-01"):
            Throttle._hit("start_phone", "a")
        with freeze_time("2026-11-04"):
            Throttle._gc_throttles()
        self.assertFalse(Throttle.search_count([("since", "<", "2026-11-03")]))

    def test_staff_do_not_read_who_registers(self):
        user = new_test_user(self.env, "throttle_staff", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["membership.throttle"].with_user(user).search([])
