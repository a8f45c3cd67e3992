"""Facts about stored value that more than one file needs."""

PRINCIPAL = "principal"
BONUS = "bonus"

# Amounts offered as buttons beside those of the bonus ladder.
QUICK_AMOUNTS = (100, 200, 500, 1000, 2000, 5000)

# Where a chart of accounts keeps money that customers paid in advance: the account
# for stored value gets the next free number after it.
ADVANCE_CODES = {"cn": "2203", "cn_common": "2203", "cn_large_bis": "2203"}

# Top-ups written by one statement.
CHUNK = 1000
