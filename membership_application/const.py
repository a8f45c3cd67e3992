"""The life of an application as data: for the gate, the buttons and the tests."""

# action: (states it starts from, state it leads to)
APPLICATION_GRAPH = {
    "submit": (("draft",), "submitted"),
    "review": (("submitted",), "review"),
    "approve": (("submitted", "review"), "approved"),
    "refuse": (("submitted", "review", "approved"), "refused"),
    "issue": (("approved",), "issued"),
    "cancel": (("draft", "submitted", "review", "approved"), "cancelled"),
    "reopen": (("refused", "cancelled"), "draft"),
}

# What nobody may do without saying why.
REASON_ACTIONS = frozenset({"refuse"})

# Who takes a step; special cards are approved by the chain of tiers instead.
TILL = "membership_ledger.group_till"
CARD_CENTRE = "membership_ledger.group_card_centre"
ACTION_GROUPS = {
    "submit": TILL,
    "review": CARD_CENTRE,
    "approve": CARD_CENTRE,
    "refuse": CARD_CENTRE,
    "issue": CARD_CENTRE,
    "cancel": CARD_CENTRE,
    "reopen": CARD_CENTRE,
}

# Open: somebody still has to do something about it.
OPEN_STATES = ("draft", "submitted", "review", "approved")
# What was applied for is settled: only its delivery may still change.
DECIDED_STATES = frozenset({"approved", "issued", "refused", "cancelled"})

DOCUMENT_BYTES_MAX = 8 * 1024 * 1024
SIGNATURE_BYTES_MAX = 512 * 1024
DOCUMENTS_MAX = 12  # of one application

ACTIVATION_TRIES = 5
