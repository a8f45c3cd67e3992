"""Facts about dealers' money that more than one file needs."""

BOOK = "dealer"

# action: (states it starts from, state it leads to)
DEPOSIT_GRAPH = {
    "confirm": (("submitted",), "confirmed"),
    "refuse": (("submitted",), "refused"),
}
STATEMENT_GRAPH = {
    "agree": (("sent", "disputed"), "agreed"),
    "dispute": (("sent",), "disputed"),
    "settle": (("disputed",), "agreed"),
}
