"""The life of a card as data: one graph for the gate, the buttons and the tests."""

# action: (states it starts from, state it leads to)
CARD_GRAPH = {
    "activate": (("draft",), "active"),
    "report_loss": (("active",), "lost"),
    "cancel_loss": (("lost",), "active"),
    "freeze": (("active",), "frozen"),
    "unfreeze": (("frozen",), "active"),
    "expire": (("active",), "expired"),
    "renew": (("active", "expired"), "active"),
    # Not from frozen: a new card would walk around the freeze.
    "replace": (("active", "lost", "expired"), "cancelled"),
    "cancel": (("draft", "active", "lost", "frozen", "expired"), "cancelled"),
}

# What nobody may do without saying why.
REASON_ACTIONS = frozenset({"freeze", "unfreeze", "replace", "cancel"})

# action: (states it starts from, state it leads to)
MEMBER_GRAPH = {
    "freeze": (("active",), "frozen"),
    "unfreeze": (("frozen",), "active"),
    "close": (("active", "frozen"), "closed"),
}

# Kinds of cards that others than the member carry.
HOLDER_KINDS = ("supplementary", "group")

# What a card can be used for.
CAPABILITIES = ("discount", "wallet", "points")

# Rows one transaction imports or re-evaluates: more would keep busy tills waiting.
CHUNK = 1000

# Month × 100 + day of a date column: indexes and queries must say it letter by letter.
MONTH_DAY = "(EXTRACT(month FROM {0}) * 100 + EXTRACT(day FROM {0}))::integer"
