"""The life of a card as data: one graph for the gate, the buttons and the tests."""

# action: (states it starts from, state it leads to; None: it stays as it is)
CARD_GRAPH = {
    "activate": (("draft",), "active"),
    "report_loss": (("active",), "lost"),
    # A report by phone is confirmed in writing, or lapses.
    "confirm_loss": (("lost",), "lost"),
    "lapse_loss": (("lost",), "active"),
    "cancel_loss": (("lost",), "active"),
    "freeze": (("active",), "frozen"),
    "unfreeze": (("frozen",), "active"),
    "expire": (("active",), "expired"),
    "renew": (("active", "expired"), "active"),
    # Not from frozen: a new card would walk around the freeze.
    "replace": (("active", "lost", "expired"), "cancelled"),
    "change": (("draft", "active", "lost", "frozen", "expired"), None),
    "cancel": (("draft", "active", "lost", "frozen", "expired"), "cancelled"),
}

# What nobody may do without saying why.
REASON_ACTIONS = frozenset({"freeze", "unfreeze", "replace", "cancel"})

# Acts that a company can let depend on knowing who asks: True where it does at first.
IDENTITY_ACTIONS = {
    "report_loss": False,
    "confirm_loss": True,
    "cancel_loss": True,
    "unfreeze": False,
    "renew": True,
    "replace": True,
    "change": True,
    "cancel": True,
}

# Acts that cost something, if the fee schedule says so: kind of fee by action.
FEE_ACTIONS = {"replace": "replacement", "renew": "renewal"}

# How the person was identified.
IDENTITY_PROOFS = [
    ("document", "Identity Document"),
    ("questions", "Questions on the Phone"),
    ("code", "Code Sent to the Phone"),
    ("attorney", "Agent with Power of Attorney"),
    ("known", "Known in Person"),
]

# What an act says besides its reason: how a loss was reported, why a card is replaced.
CAUSES = [
    ("phone", "By Phone"),
    ("formal", "In Writing"),
    ("lost", "Lost"),
    ("stolen", "Stolen"),
    ("damaged", "Damaged"),
    ("other", "Other"),
]

# What of a card in use is changed by an act, with its audit row.
CHANGEABLE = ("holder_id", "limit_payment", "limit_day", "barcode")

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
# Ids of members whose earnings one statement of the nightly evaluation adds up. It
# writes far fewer, at most CHUNK in a transaction.
LEVEL_SPAN = 50_000

# Of a member: changed by the card centre's buttons, the nightly job and merging only.
GUARDED = frozenset(
    (
        "state",
        "number",
        "phone",
        "company_id",
        "partner_id",
        "import_id",
        "is_contact_imported",
        "level_id",
        "level_locked_until",
        "level_is_fixed",
        "level_floor_id",
        "level_floor_until",
        "source",
        "merged_into_id",
        "is_phone_shared",
        "data_confirmed_on",
        "data_confirmed_by_id",
        "anonymised_on",
        "last_seen_on",
        "dormant_since",
        "level_since",
        "level_source",
        "level_review_on",
        "level_drop_on",
        "is_sharing",
        "is_linked",
    )
)
# Whoever makes a member says who and where.
STARTS = frozenset(("partner_id", "company_id"))

# States of what is owed in which it still is.
OPEN_STATES = ("due", "invoiced")

# Payment states of an invoice that counts as paid.
PAID_STATES = ("paid", "in_payment")
