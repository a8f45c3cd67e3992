"""Facts about dealers that more than one file needs."""

# The life of a dealer: action -> (states it starts from, state it leads to).
DEALER_GRAPH = {
    "approve": (("applied",), "approved"),
    "refuse": (("applied",), "closed"),
    "suspend": (("approved",), "suspended"),
    "resume": (("suspended",), "approved"),
    "close": (("approved", "suspended"), "closed"),
    "reopen": (("closed",), "applied"),
}

# Whoever takes a right away says why.
REASON_ACTIONS = {"refuse", "suspend", "close"}

# What decides about prices: once approved, a manager's matter.
TERMS = {
    "partner_id",
    "company_id",
    "upline_id",
    "level_id",
    "currency_id",
    "agreed_pricelist_id",
    "markup_id",
    "sub_markup_id",
    "agreement_from",
    "agreement_until",
}

# How far contacts of contacts are followed, and price lists based on price lists.
DEPTH = 20

# Products or dealers that are worked on at a time.
CHUNK = 1000
