"""Fixtures for what concerns applications."""

import base64

from odoo.addons.membership_card.tests.common import CardCommon
from odoo.addons.membership_guard.upload_check import PNG_PIXEL

PNG = base64.b64encode(PNG_PIXEL)
PDF = base64.b64encode(b"%PDF-1.4\n1 0 obj <<>> endobj\n%%EOF")


class ApplicationCommon(CardCommon):
    """A company whose member card asks for an identity document."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.till_user = cls._create_user("till")
        cls.card_type.requirement_ids = [
            (0, 0, {"name": "Identity card", "needs_document": True}),
            (0, 0, {"name": "Photo", "is_required": False}),
        ]

    @classmethod
    def _apply(cls, user=None, **values):
        """An application in draft, made by ``user`` (the card centre)."""
        vals = {
            "contact_name": "Li Na",
            "phone": cls._next_phone(),
            "type_id": cls.card_type.id,
            "outlet_id": cls.outlet.id,
        } | values
        Application = cls.env["membership.application"]
        return Application.with_user(user or cls.card_centre).create(vals)

    @classmethod
    def _hand_in_papers(cls, application):
        """Every document there, every line ticked."""
        Document = cls.env["membership.application.document"]
        for line in application.check_ids:
            if line.needs_document:
                Document.with_user(cls.card_centre).create(
                    {
                        "application_id": application.id,
                        "check_id": line.id,
                        "name": "scan.png",
                        "file": PNG,
                    }
                )
            line.with_user(cls.card_centre).is_done = True

    @classmethod
    def _bring_to(cls, state, **values):
        """An application in ``state``, by the ordinary way."""
        application = cls._apply(**values)
        if state == "draft":
            return application
        if state == "cancelled":
            application.action_cancel()
            return application
        application.action_submit()
        if state == "submitted":
            return application
        if state == "refused":
            application._change_state("refuse", "test")
            return application
        application.action_review()
        if state == "review":
            return application
        cls._hand_in_papers(application)
        application.action_approve()
        if state == "issued":
            application.action_issue()
        return application
