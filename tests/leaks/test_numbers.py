"""The crawler's eyes: its examples are its specification."""

import doctest
import io
import zipfile
import zlib

from . import numbers


def test_examples_hold():
    assert doctest.testmod(numbers).failed == 0


def test_a_price_is_found_in_every_coat():
    secrets = numbers.secrets_of([("A", "Tea", 1, 12345.77, 90001.23)])
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("xl/sheet1.xml", "<v>12345.77</v>")
    stream = zlib.compress(b"BT (12,345) Tj (.77) Tj ET")
    bodies = [
        b'{"price": 12345.770000000001}',
        b"<b>12,345<small>.77</small></b>",
        "12\u202f345,77\u00a0\u20ac".encode(),
        b"you save 77,655.46",
        b'{"discount": 86.28}',
        workbook.getvalue(),
        b"%PDF-1.4 stream\n" + stream + b"endstream",
    ]
    for body in bodies:
        assert numbers.find(secrets, body), body
    for body in (b"12345.78", b"112345.77", b'<path d="M86.28 3"/>'):
        assert not numbers.find(secrets, body), body
