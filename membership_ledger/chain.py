"""The hash that links each entry to the one before it.

The same text is made by PostgreSQL (``membership.entry._get_hash_sql``) when an entry
is posted or verified; a test keeps both alike.

>>> entry = ["7", "1", "10", "10", "topup", "k1", "res.partner,3", None, "2", "t"]
>>> link(["", *entry])[:12]
'37f1b64e9f08'
"""

import hashlib
import json

GENESIS = ""  # stands for the hash before an account's first entry


def link(values):
    """SHA-256, as hex, of ``values`` (texts or None) written as one JSON array."""
    text = json.dumps(values, ensure_ascii=False, separators=(", ", ": "))
    return hashlib.sha256(text.encode()).hexdigest()
