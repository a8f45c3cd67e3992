"""The life of a gift card as data: one graph for gate, buttons and tests."""

STATES = [
    ("blank", "Blank"),
    ("active", "Sold"),
    ("blocked", "Blocked"),
    ("expired", "Expired"),
    ("recovered", "Recovered"),
    ("treasury", "At Treasury"),
    ("desk", "At Service Desk"),
    ("destroyed", "Destroyed"),
    ("cancelled", "Cancelled"),
]

# action: (states it starts from, state it leads to)
GIFT_GRAPH = {
    "move": (("blank",), "blank"),
    "sell": (("blank",), "active"),
    "block": (("active",), "blocked"),
    "unblock": (("blocked",), "active"),
    "expire": (("active",), "expired"),
    "extend": (("active", "expired"), "active"),
    "recover": (("active", "expired", "blocked"), "recovered"),
    # A damaged blank takes the same way as an empty card: nothing just disappears.
    "spoil": (("blank",), "recovered"),
    "to_treasury": (("recovered",), "treasury"),
    "to_desk": (("treasury",), "desk"),
    "destroy": (("desk",), "destroyed"),
    # The number dies although nobody has the card in hand.
    "cancel": (("blank", "active", "blocked", "expired", "recovered"), "cancelled"),
}

ACTIONS = [
    ("receive", "Received"),
    ("move", "Moved"),
    ("sell", "Sold"),
    ("block", "Blocked"),
    ("unblock", "Unblocked"),
    ("expire", "Expired"),
    ("extend", "Extended"),
    ("recover", "Recovered"),
    ("spoil", "Spoilt"),
    ("to_treasury", "Handed to treasury"),
    ("to_desk", "Handed to service desk"),
    ("destroy", "Destroyed"),
    ("cancel", "Cancelled"),
    ("pass_on", "Balance passed on"),
    ("top_up", "Topped up"),
    ("buy_back", "Bought back"),
]

# What nobody may do without saying why.
REASON_ACTIONS = frozenset({"block", "unblock", "extend", "spoil", "cancel"})

# Only an empty card leaves the hands of customers.
EMPTY_ACTIONS = frozenset({"recover", "destroy", "cancel"})

# What changes what the issuer owes, or for how long: at another company that sells and
# takes the cards, the customer is sent there.
ISSUER_ACTS = frozenset({"extend", "cancel", "pass_on", "write_off", "buy_back"})

# What a blank that waits for its invoice to be paid cannot do.
RESERVED_ACTIONS = frozenset({"sell", "move", "spoil", "cancel"})

# What is in our hands: it can be on its way from one place to another.
STORED_STATES = frozenset({"blank", "recovered", "treasury", "desk"})

# kind of hand-over: (action it does, state the cards have before)
HANDOVERS = {
    "stock": ("move", "blank"),
    "treasury": ("to_treasury", "recovered"),
    "desk": ("to_desk", "treasury"),
    "destruction": ("destroy", "desk"),
}

# The book of the ledger in which gift cards are owed.
BOOK = "gift_card"

# Rows that one statement or one transaction handles.
CHUNK = 1000

# Wrong codes that one user may enter within so many minutes.
WRONG_CODES = 10
WINDOW_MINUTES = 10
