import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CardCommon

SCAN = b"%PDF-1.4 a passport"
NUMBER = "E76543210"


@tagged("post_install", "-at_install")
class TestIdentityDocuments(CardCommon, HttpCase):
    """Out of reach of all but the card centre, by whatever way one asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The log is written beside a request that only reads: no cursor of a test can.
        cls.set_registry_readonly_mode(False)
        cls.addClassCleanup(cls.set_registry_readonly_mode, True)
        cls.member = cls._create_member()
        cls.identity = cls.env["membership.identity"].create(
            {
                "member_id": cls.member.id,
                "kind": "passport",
                "number": NUMBER,
                "scan": base64.b64encode(SCAN),
                "scan_name": "passport.pdf",
            }
        )
        cls.scan = cls.env["ir.attachment"].search(
            [
                ("res_model", "=", "membership.identity"),
                ("res_field", "=", "scan"),
                ("res_id", "=", cls.identity.id),
            ]
        )
        # The member himself signs in on the website: not even he gets it there.
        cls.portal = cls.env["res.users"].create(
            {
                "partner_id": cls.member.partner_id.id,
                "login": "member_portal",
                "password": "member_portal",
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )
        roles = ("till", "operator", "auditor")
        cls.strangers = [cls._create_user(role) for role in roles]
        cls.strangers += [cls._create_user(), cls.portal]
        # It is not the right to export that stands in their way.
        cls.env.ref("base.group_allow_export").user_ids += cls.env["res.users"].union(
            *cls.strangers[:-1]
        )

    def _get_addresses(self):
        identity, scan = self.identity.id, self.scan.id
        return (
            f"/web/content/{scan}",
            f"/web/content/{scan}?download=1",
            f"/web/content/membership.identity/{identity}/scan",
            f"/web/image/{scan}",
            f"/web/image/membership.identity/{identity}/scan",
            f"/web/content?model=membership.identity&id={identity}&field=scan",
        )

    def _assert_out_of_reach(self):
        for address in self._get_addresses():
            answer = self.url_open(address)
            # What is not for you is not there; an image is answered by a placeholder.
            self.assertNotIn(SCAN, answer.content, address)
            if "/web/content" in address:
                self.assertIn(answer.status_code, (403, 404), address)

    # === BY ADDRESS === #
    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_nobody_else_fetches_a_scan_by_its_address(self):
        self._assert_out_of_reach()  # a visitor
        for user in self.strangers:
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                self._assert_out_of_reach()

    def test_the_card_centre_opens_it_and_is_noted(self):
        self.authenticate(self.card_centre.login, self.card_centre.login)
        by_attachment, _download, by_field, *_others = self._get_addresses()
        for count, address in enumerate((by_attachment, by_field), 1):
            self.assertEqual(self.url_open(address).content, SCAN)
            self.assertEqual(self._get_noted(), ["identity scan"] * count)

    def test_who_sees_the_number_or_takes_it_along_is_noted(self):
        identity = self.identity.with_user(self.card_centre)
        identity.web_read({"kind": {}, "number_masked": {}})
        # The form of whom has no document asks, too, and shows nothing.
        identity.browse().web_read({"number": {}})
        self.assertEqual(self._get_noted(), [])
        identity.web_read({"number": {}})
        self.assertEqual(self._get_noted(), ["identity number"])
        self.card_centre.group_ids += self.env.ref("base.group_allow_export")
        identity.export_data(["number"])
        self.assertIn("number", self._get_noted("export")[-1])

    def _get_noted(self, kind="reveal"):
        """What this member's log says that the card centre has seen."""
        self.env.flush_all()
        domain = [("user_id", "=", self.card_centre.id), ("kind", "=", kind)]
        logs = self.env["membership.access.log"].search(domain, order="id")
        if kind == "reveal":
            self.assertEqual(logs.member_id, self.member if logs else logs.member_id)
        return logs.mapped("detail")

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_else_sends_a_scan_by_mail(self):
        sent = {"body": "look", "attachment_ids": self.scan.ids}
        for user in self.strangers[:-1]:
            own = user.partner_id.with_user(user)
            composer = {"model": own._name, "res_ids": str(own.ids)} | sent
            for call in (
                lambda env, own=own: own.message_post(**sent),
                lambda env: env["mail.mail"].create(sent),
                lambda env, vals=composer: (
                    env["mail.compose.message"].create(vals).action_send_mail()
                ),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call(self.env(user=user))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_a_card_centre_elsewhere_does_not(self):
        away = self._create_outlet(name="Away")
        clerk = self._create_user("card_centre", membership_outlet_id=away.id)
        self.authenticate(clerk.login, clerk.login)
        self._assert_out_of_reach()

    # === BY CALLS === #
    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_else_reads_it_by_calls(self):
        names = ["raw", "datas", "name", "access_token"]
        for user in self.strangers:
            with self.subTest(user=user.login):
                Attachment = self.env["ir.attachment"].with_user(user)
                domain = [("id", "=", self.scan.id), ("res_field", "!=", False)]
                self.assertFalse(Attachment.search(domain))
                self.assertFalse(Attachment.search_read(domain, ["name"]))
                for call in (
                    lambda env: env["ir.attachment"].browse(self.scan.id).read(names),
                    lambda env: env["ir.attachment"].browse(self.scan.id).copy(),
                    lambda env: (
                        env["ir.attachment"]
                        .browse(self.scan.id)
                        .write({"public": True})
                    ),
                    lambda env: (
                        env["ir.attachment"].browse(self.scan.id).export_data(["datas"])
                    ),
                    lambda env: (
                        env["ir.attachment"]
                        .browse(self.scan.id)
                        .generate_access_token()
                    ),
                    lambda env: env["membership.identity"].search([]),
                    lambda env: (
                        env["membership.identity"]
                        .browse(self.identity.id)
                        .export_data(["number", "scan"])
                    ),
                    lambda env: (
                        env["membership.member"]
                        .browse(self.member.id)
                        .export_data(["identity_ids/number"])
                    ),
                    lambda env: env["membership.member"].search(
                        [("identity_ids.number", "=", NUMBER)]
                    ),
                ):
                    # Of the portal, which exports nothing, and of all others.
                    refusal = UserError if user == self.portal else AccessError
                    with self.assertRaises(refusal):
                        call(self.env(user=user))

    def test_the_scan_is_private_and_goes_with_the_document(self):
        self.assertFalse(self.scan.public or self.scan.access_token)
        self.identity.unlink()
        self.assertFalse(self.scan.exists())
