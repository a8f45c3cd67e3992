from decimal import Decimal
from itertools import count

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user


class PortalCommon(HttpCase):
    """Two members with portal users, and a portal user who is none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = (f"test:{number}" for number in count(1))
        cls.phones = (f"+861380014{number:04d}" for number in count(1))
        cls.company = cls.env.company.root_id
        cls.outlet = cls.env["membership.outlet"].create(
            {"name": "Bund", "code": "TBUND", "company_id": cls.company.id}
        )
        cls.user, cls.member = cls._create_member("portal_lin", "Lin Daiyu")
        cls.card = cls.member.card_ids
        cls.other_user, cls.other = cls._create_member("portal_jia", "Jia Baoyu")
        cls.stranger = cls._create_portal_user("portal_joe")

    @classmethod
    def _create_portal_user(cls, login, **values):
        return new_test_user(cls.env, login, "base.group_portal", tz="UTC", **values)

    @classmethod
    def _create_member(cls, login, name):
        user = cls._create_portal_user(login, name=name)
        vals = {
            "partner_id": user.partner_id.id,
            "phone": next(cls.phones),
            "company_id": cls.company.id,
        }
        return user, cls.env["membership.member"]._enrol(vals, outlet=cls.outlet)

    @classmethod
    def _post(cls, account, amount, kind="topup"):
        return account._post(
            Decimal(str(amount)),
            kind,
            next(cls.keys),
            reason="test",
            extra={"outlet_id": cls.outlet.id},
        )

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _report_loss(self, card):
        return self.url_open(
            f"/my/membership/card/{card.id}/report_loss",
            data={"csrf_token": Request.csrf_token(self)},
        )
