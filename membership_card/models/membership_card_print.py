import base64
from io import BytesIO

import barcode
import qrcode
from barcode.writer import ImageWriter, SVGWriter
from markupsafe import Markup
from qrcode.image.svg import SvgPathImage

from odoo import api, fields, models

from .. import check_digit


class MembershipCard(models.Model):
    """How a card looks: on screen, on paper, on a phone."""

    _inherit = "membership.card"

    barcode_image = fields.Binary(
        compute="_compute_barcode_image", attachment=False, string="Barcode Picture"
    )
    qr_image = fields.Binary(
        compute="_compute_barcode_image", attachment=False, string="QR Code"
    )

    # === COMPUTE METHODS === #
    @api.depends("barcode")
    def _compute_barcode_image(self):
        for card in self:
            code = card.barcode or ""
            card.barcode_image = (
                base64.b64encode(self._draw_barcode(code)) if code else False
            )
            card.qr_image = base64.b64encode(self._draw_qr(code)) if code else False

    # === ACTION METHODS === #
    def action_print(self):
        """Print these cards in credit-card size."""
        return self.env.ref("membership_card.membership_card_report").report_action(
            self
        )

    # === BUSINESS METHODS === #
    def _get_barcode_uri(self):
        """The barcode as a picture that fits into an ``src`` attribute."""
        self.ensure_one()
        return self._to_uri(self._draw_barcode(self.barcode, SVGWriter()))

    def _get_qr_uri(self):
        """The QR code as a picture that fits into an ``src`` attribute."""
        self.ensure_one()
        image = qrcode.make(self.barcode, image_factory=SvgPathImage, border=1)
        stream = BytesIO()
        image.save(stream)
        return self._to_uri(stream.getvalue())

    def _get_number_groups(self):
        """The number in groups of four, as people read it aloud."""
        self.ensure_one()
        number = self.number
        return " ".join(number[i : i + 4] for i in range(0, len(number), 4))

    # === HELPERS === #
    @api.model
    def _draw_barcode(self, code, writer=None):
        """Picture of ``code``: EAN-13 if it is one, else Code 128."""
        is_ean = check_digit.is_valid("ean13", code)
        symbology = "ean13" if is_ean else "code128"
        options = {"module_height": 10, "quiet_zone": 2, "write_text": False}
        stream = BytesIO()
        picture = barcode.get(symbology, code, writer=writer or ImageWriter())
        picture.write(stream, options)
        return stream.getvalue()

    @api.model
    def _draw_qr(self, code):
        stream = BytesIO()
        qrcode.make(code, border=1).save(stream, "PNG")
        return stream.getvalue()

    @api.model
    def _to_uri(self, svg):
        return Markup("data:image/svg+xml;base64,") + base64.b64encode(svg).decode()
