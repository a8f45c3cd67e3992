"""Facts about dealers on the website that more than one file needs."""

# action: (states it starts from, state it leads to)
APPLICATION_GRAPH = {
    "approve": (("submitted",), "approved"),
    "refuse": (("submitted",), "refused"),
    "withdraw": (("submitted",), "withdrawn"),
    "reopen": (("refused", "withdrawn"), "submitted"),
}

# How often somebody may apply: {purpose: (times, minutes)}.
LIMITS = {
    "dealer_apply_network": (10, 60),
    "dealer_apply_email": (3, 24 * 60),
}

DOCUMENTS_MAX = 6
DOCUMENT_BYTES_MAX = 8 * 1024 * 1024
INVITE_HOURS = 14 * 24
INVITE_SCOPE = "membership_dealer_portal.invite"
