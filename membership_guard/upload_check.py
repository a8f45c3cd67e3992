"""What may be uploaded, told by what is in the file: a name is only a claim.

>>> check(PNG_PIXEL, 1000)
'image/png'
>>> check(b"%PDF-1.7 ... %%EOF", 1000)
'application/pdf'
>>> check(b"MZ\\x90\\x00 an exe called id.pdf", 1000)
Traceback (most recent call last):
upload_check.WrongFile: kind
>>> check(b"<svg onload='alert(1)'/>", 1000)
Traceback (most recent call last):
upload_check.WrongFile: kind
>>> check(b"%PDF-1.7 /JavaScript (app.alert)", 1000)
Traceback (most recent call last):
upload_check.WrongFile: active
>>> check(b"", 1000), check(b"x" * 1001, 1000)
Traceback (most recent call last):
upload_check.WrongFile: empty
>>> check(b"x" * 1001, 1000)
Traceback (most recent call last):
upload_check.WrongFile: size
>>> get_name("../../id.pdf.exe", "image/png"), get_name("身份证.HEIC", "image/jpeg")
('id.pdf.png', '身份证.jpg')
"""

import re
import struct
import zlib
from base64 import b64decode
from io import BytesIO

from PIL import Image

PNG_PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAA"
    "SUVORK5CYII="
)

PDF = "application/pdf"
EXTENSIONS = {PDF: "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_PIXELS_MAX = 60_000_000  # a few kilobytes can claim gigabytes once they are opened
# Long enough not to turn up by chance in the compressed middle of a scan.
_ACTIVE_PDF = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")

# What Pillow raises when a file only begins like a picture.
_BROKEN = (
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


class WrongFile(Exception):
    """Why a file is refused: empty, size, kind or active."""


def check(content, bytes_max, kinds=tuple(EXTENSIONS)):
    """The MIME type of a file that is what we take.

    :param bytes content: the whole file
    :param int bytes_max: the longest that is taken
    :param kinds: MIME types that are taken
    :raises WrongFile: empty, too long, of another kind, or with a program in it
    """
    if not content:
        raise WrongFile("empty")
    if len(content) > bytes_max:
        raise WrongFile("size")
    if content.startswith(b"%PDF-"):
        kind = PDF
        if any(word in content for word in _ACTIVE_PDF):
            raise WrongFile("active")
    else:
        kind = _get_image_kind(content)
    if kind not in kinds:
        raise WrongFile("kind")
    return kind


def _get_image_kind(content):
    try:
        image = Image.open(BytesIO(content), formats=tuple(_IMAGES))
        pixels = image.width * image.height
        image.verify()
    except _BROKEN:
        return None
    return _IMAGES[image.format] if pixels <= _PIXELS_MAX else None


def get_name(name, kind):
    """A file name without a path, its extension being that of what is inside."""
    stem = re.split(r"[\\/]", name or "")[-1]
    stem = re.sub(r"[\x00-\x1f\"<>|:*?]", "", stem).rpartition(".")[0] or stem
    return f"{(stem or 'document')[:80]}.{EXTENSIONS[kind]}"
