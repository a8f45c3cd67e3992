"""Facts about postings that more than one file needs."""

# Kinds that take from an account that is frozen or closed: what lapsed, what is
# settled when a card is cancelled, what was earned on goods that came back.
SETTLING_KINDS = ("expire", "settle", "clawback")

# Days after which a hold that nobody ended is given back (a till may be offline
# for a day; the deadline must outlive its session).
HOLD_HOURS = 24

# Rows that one transaction posts: more would keep busy tills waiting.
CHUNK = 1000
