"""What a card looks like in the colour of its level.

>>> get_text_color("#f5d76e"), get_text_color("#1b2a41"), get_text_color("#FFF")
('#1d1d1f', '#ffffff', '#1d1d1f')

A colour that is none becomes grey; nothing else of it reaches the page:

>>> clean_color("#c0392b"), clean_color("red; background: url(x)"), clean_color(False)
('#c0392b', '#6c757d', '#6c757d')
"""

import re

GREY = "#6c757d"
DARK, LIGHT = "#1d1d1f", "#ffffff"


def clean_color(color):
    """``color`` if it is a hexadecimal one, else grey."""
    color = color or ""
    return color if re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", color) else GREY


def get_text_color(background):
    """Dark or light, whichever is read better on ``background`` (WCAG luminance)."""
    digits = clean_color(background)[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    # Light text on a mid grey looks better than its contrast says.
    return DARK if luminance > 0.35 else LIGHT
