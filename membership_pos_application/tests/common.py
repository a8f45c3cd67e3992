import base64

from odoo.addons.membership_guard.upload_check import PNG_PIXEL
from odoo.addons.membership_pos.tests.common import PosMembershipCommon

SIGNATURE = base64.b64encode(PNG_PIXEL).decode()


class PosApplicationCommon(PosMembershipCommon):
    """A till of a company with a charter; the usual card asks for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card_type.requirement_ids.unlink()
        cls.card_type.needs_charter = True
        cls.charter = cls._create_charter("2026-1")

    @classmethod
    def _create_charter(cls, version, **values):
        return cls.env["membership.charter"].create(
            {
                "name": "Charter",
                "version": version,
                "valid_from": "2026-01-01",
                "text": f"<p>Rules <b>{version}</b></p>",
                "company_id": cls.company.id,
                **values,
            }
        )

    def _get_form(self):
        return self._till().get_enrol_form(self.pos_session.id)

    def _vals(self, **values):
        """What the form sends: a customer who accepts the charter."""
        return {
            "name": "Zhou Ying",
            "phone": "13700000009",
            "charter_id": self.charter.id,
            **values,
        }

    def _enrol(self, **values):
        data = self._till().enrol(self.pos_session.id, self._vals(**values))
        return self.env["membership.member"].browse(data["id"])

    def _apply(self, card_type, **values):
        """Hand in an application at the till; returns it and the answer."""
        vals = self._vals(type_id=card_type.id, **values)
        answer = self._till().apply(self.pos_session.id, vals)
        domain = [("name", "=", answer["reference"])]
        return self.env["membership.application"].search(domain), answer
