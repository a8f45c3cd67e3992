# What was credited to accounts that went before counts for those they go on as.
FILL = """
WITH own AS (
    SELECT account.id, account.merged_into_id, COALESCE(sum, 0) AS credited
    FROM membership_account account LEFT JOIN (
        SELECT account_id, SUM(amount) FROM membership_entry
        WHERE amount > 0 GROUP BY account_id
    ) entry ON entry.account_id = account.id
), total AS (
    SELECT id, credited + COALESCE(before, 0) AS credited
    FROM own LEFT JOIN (
        SELECT merged_into_id AS heir, SUM(credited) AS before FROM own
        WHERE merged_into_id IS NOT NULL GROUP BY 1
    ) merged ON heir = id
)
UPDATE membership_account account SET credited = total.credited
FROM total WHERE total.id = account.id
"""


def migrate(cr, version):
    """Accounts know what was ever credited to them; count it before it is checked."""
    cr.execute("ALTER TABLE membership_account ADD COLUMN credited numeric")
    cr.execute(FILL)
