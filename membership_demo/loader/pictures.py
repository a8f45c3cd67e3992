"""Pictures made of a few shapes: a cup on a colour, and the sign of the chain."""

import base64
import io

from PIL import Image, ImageDraw, ImageFont

from odoo.tools.misc import file_path

SIDE = 256
INK = "#3b5d4a"
FONT = "web/static/fonts/lato/Lato-Reg-webfont.ttf"


def paint_shelf(color):
    """The picture of a product: a steaming cup on the colour of its category.

    :returns: PNG, in base64
    """
    image = Image.new("RGB", (SIDE, SIDE), color)
    draw = ImageDraw.Draw(image, "RGBA")
    draw.ellipse((-60, 120, 316, 420), fill=(255, 255, 255, 28))
    _draw_cup(draw, 0, 0, 1, "#f5f2ec")
    for x in (104, 128, 152):
        steam = (255, 255, 255, 150)
        draw.arc((x - 8, 72, x + 8, 96), 90, 270, fill=steam, width=4)
        draw.arc((x - 8, 92, x + 8, 116), 270, 90, fill=steam, width=4)
    return _encode(image)


def paint_sign(name):
    """The logo: a cup and a name in Latin letters.

    :returns: PNG, in base64
    """
    font = ImageFont.truetype(file_path(FONT), 60)
    width = 156 + int(font.getlength(name))
    image = Image.new("RGBA", (width, 120), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    _draw_cup(draw, -40, -64, 0.75, INK)
    draw.text((142, 22), name, font=font, fill=INK)
    return _encode(image)


def _draw_cup(draw, left, top, scale, ink):
    def place(*box):
        x, y, right, bottom = (scale * side for side in box)
        return left + x, top + y, left + right, top + bottom

    draw.pieslice(place(68, 72, 188, 212), 0, 180, fill=ink)
    draw.rectangle(place(68, 128, 188, 144), fill=ink)
    draw.arc(place(168, 132, 220, 184), 250, 120, fill=ink, width=round(10 * scale))
    draw.rounded_rectangle(place(56, 212, 200, 222), 5, fill=ink)


def _encode(image):
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue())
