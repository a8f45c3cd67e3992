import base64
from io import BytesIO

import barcode
import qrcode
from barcode.writer import ImageWriter, SVGWriter
from markupsafe import Markup
from qrcode.image.svg import SvgPathImage

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.image import image_data_uri

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
    printed_on = fields.Datetime(
        readonly=True, copy=False, help="When the card was last sent to a printer."
    )

    _not_printed_index = models.Index(
        "(company_id) WHERE printed_on IS NULL AND state = 'active'"
    )

    # === COMPUTE METHODS === #
    @api.depends("barcode", "type_id.symbology")
    def _compute_barcode_image(self):
        for card in self:
            code = card.barcode or ""
            card.barcode_image = (
                base64.b64encode(self._draw_barcode(code, None, card._get_symbology()))
                if code
                else False
            )
            card.qr_image = base64.b64encode(self._draw_qr(code)) if code else False

    # === ACTION METHODS === #
    def action_print(self):
        """Print these cards in credit-card size, one a page."""
        return self._print("membership_card.membership_card_report")

    def action_print_sheet(self):
        """Print these cards on A4 sheets of ten, with marks to cut along."""
        return self._print("membership_card.membership_card_sheet_report")

    def _print(self, report):
        """Note when the cards were printed and return the report's action."""
        cards = self.filtered(lambda card: card.state != "cancelled")
        if not cards:
            raise UserError(
                self.env._("Choose cards to print: cancelled ones are not printed.")
            )
        cards.check_access("read")
        self._check_may_print()
        cards.sudo().printed_on = fields.Datetime.now()
        return self.env.ref(report).report_action(cards)

    # === BUSINESS METHODS === #
    def _get_barcode_uri(self):
        """The barcode as a picture that fits into an ``src`` attribute."""
        self.ensure_one()
        return self._get_bars_uri(self.barcode, self._get_symbology())

    @api.model
    def _get_bars_uri(self, code, symbology):
        """Any ``code`` in bars for an ``src``: vectors, sharp at every size.

        :param symbology: code128 or ean13
        """
        return self._to_uri(self._draw_barcode(code, SVGWriter(), symbology))

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
    def _get_symbology(self):
        """How the code is drawn: as the type says, Code 128 where that cannot be."""
        self.ensure_one()
        symbology = self.type_id.sudo().symbology or "code128"
        if symbology == "ean13" and not check_digit.is_valid("ean13", self.barcode):
            return "code128"  # an RFID or an imported number
        return symbology

    def _get_photo_uri(self):
        """The photo of the one who carries the card, for an ``src``; False if none."""
        self.ensure_one()
        photo = self.sudo()._get_holder().image_256
        return photo and image_data_uri(photo)

    @api.model
    def _draw_barcode(self, code, writer=None, symbology=None):
        """Picture of ``code`` in bars.

        :param symbology: code128 or ean13; default: EAN-13 if it is one
        """
        if symbology not in ("ean13", "code128"):
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
