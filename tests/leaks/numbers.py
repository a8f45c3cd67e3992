"""Every way in which a price may be written, and where it is found in an answer."""

import io
import re
import zipfile
import zlib
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
# Prices are looked for in what carries facts; these are the same for everybody.
STATIC = ("text/css", "text/javascript", "application/javascript", "font/", "image/")
PLAIN = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d]|\.\d)")
LOCAL = re.compile(r"(?<!\d)\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})*(?:[.,]\d{1,2})?(?!\d)")
TAG = re.compile(r"<[^>]*>")
DRAWING = re.compile(r"<svg\b.*?</svg>|\bd=\"[^\"]*\"", re.DOTALL)


def cents(amount):
    """An amount as whole cents.

    >>> cents("12345.775")
    1234578
    """
    exact = Decimal(str(amount)).quantize(CENT, ROUND_HALF_UP)
    return int(exact * 100)


def keys(text):
    """What the numbers of a text could be: whole cents, or a percentage.

    >>> sorted(keys("12345.77"))  # too much rather than too little
    ['12345.77%', '1234577', '77']
    >>> "1234577" in keys("from 12,345.77 or 99, and 7") and "99" in keys("1, 99")
    True
    >>> all("1234577" in keys(t) for t in ("12.345,77", "12 345,77", "12345,77"))
    True
    >>> "1234577" in keys("[1, 12345.769999999999, 3]")
    True
    >>> "38.63%" in keys('"discount": 38.6299999')
    True
    """
    found = set()
    for match in PLAIN.finditer(text):
        number = match.group()
        found.add(number.replace(".", ""))
        if "." in number and len(number) < 30:
            found.add(str(cents(number)))
            found.add(f"{Decimal(number).quantize(CENT, ROUND_HALF_UP)}%")
    for match in LOCAL.finditer(text):
        found.add(re.sub(r"\D", "", match.group()))
    for match in re.finditer(r"(?<![\d.,])(\d+),(\d{2})(?!\d)", text):
        found.add("".join(match.groups()))
    return found


def texts(body, content_type=""):
    """The readable parts of a response: text, a PDF's streams, a workbook's sheets."""
    if content_type.startswith(STATIC):
        return
    if body.startswith(b"%PDF"):
        yield from _pdf(body)
    elif body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".csv", ".txt", ".json")):
                    yield archive.read(name).decode("utf-8", "replace")
    else:
        text = DRAWING.sub("", body.decode("utf-8", "replace"))
        yield text
        if "<" in text:  # 12,345<small>.77</small>
            yield TAG.sub("", text)


def _pdf(body):
    """Streams of a PDF, inflated; glyphs shown one by one are put together again."""
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", body, re.DOTALL):
        try:
            stream = zlib.decompress(match.group(1))
        except zlib.error:
            stream = match.group(1)
        text = stream.decode("latin-1")
        yield text
        yield "".join(re.findall(r"\(([^)]*)\)", text))


def find(secrets, body, content_type=""):
    """Which secrets a response gives away.

    :param secrets: dict of what it is, by its key
    :returns: set of what was found
    """
    return {
        secrets[key]
        for text in texts(body, content_type)
        for key in keys(text) & secrets.keys()
    }


def secrets_of(prices):
    """What must not be read, by its key: a price, a saving, a percentage.

    :param prices: rows of (owner, product, quantity, price, retail)
    """
    found = {}
    for owner, product, quantity, price, retail in prices:
        amount, full = Decimal(str(price)), Decimal(str(retail))
        name = f"{owner}: {product} from {quantity}"
        found[str(cents(amount))] = f"{name}: price"
        found[str(cents(full - amount))] = f"{name}: saving"
        share = ((full - amount) / full * 100).quantize(CENT, ROUND_HALF_UP)
        found[f"{share}%"] = f"{name}: discount"
    return found
