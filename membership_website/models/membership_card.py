import time
from io import BytesIO

import qrcode
from qrcode.image.svg import SvgPathImage

from odoo import api, models
from odoo.tools import format_date
from odoo.tools.misc import hmac

from .. import card_token

SCOPE = "membership_website.card_token"


class MembershipCard(models.Model):
    """The short-lived code that stands for a card on its holder's phone."""

    _inherit = "membership.card"

    # === BUSINESS METHODS === #
    @api.model
    def _find_by_code(self, code, company):
        """Also understand the code on a member's phone.

        A code that ran out finds nothing: the till asks for a new one.
        """
        code = (code or "").strip()
        if not card_token.is_token(code):
            return super()._find_by_code(code, company)
        card_id = card_token.read(code, self._get_token_minute(), self._sign_token)
        return self.search(
            [("id", "=", card_id), ("company_id", "=", company.root_id.id)]
        )

    def _get_phone_code(self):
        """The code to show now.

        :returns: dict of card_id, token, image (data URI) and seconds it is good for
        """
        self.ensure_one()
        minute = self._get_token_minute()
        token = card_token.make(self.id, minute, self._sign_token)
        return {
            "card_id": self.id,
            "token": token,
            "image": self._draw_qr_uri(token),
            "seconds": int((minute + card_token.MINUTES) * 60 - time.time()),
        }

    def _get_validity_text(self):
        """How long the card is good, for people; False for ever."""
        if not self.valid_until:
            return False
        day = format_date(self.env, self.valid_until)
        return self.env._("Valid until %(day)s", day=day)

    # === HELPERS === #
    @api.model
    def _get_token_minute(self):
        return int(time.time() // 60)

    @api.model
    def _sign_token(self, text):
        return hmac(self.env(su=True), SCOPE, text)

    @api.model
    def _draw_qr_uri(self, text):
        image = qrcode.make(text, image_factory=SvgPathImage, border=2)
        stream = BytesIO()
        image.save(stream)
        return self._to_uri(stream.getvalue())
