from odoo import models
from odoo.tools import SQL

# In every language: as phones and numbers are masked.
ERASED = "***"


class MembershipErasable(models.AbstractModel):
    """Rows that nobody changes, but whose free texts can be taken out, once for ever.

    Somebody may have typed a name into a reason. When a former member is anonymised,
    such texts become ``***``: the triggers let this change pass and no other. Texts are
    in no hash (see :mod:`..chain`), so that the proof holds as before.
    """

    _name = "membership.erasable"
    _description = "Rows with Erasable Texts"
    _log_access = False
    # Names of the columns that somebody types into.
    _erasable = ()

    def init(self):
        """(Re)create the question that the triggers ask."""
        if self._abstract:
            return
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION membership_only_erases(
                    was jsonb, becomes jsonb, names text[]
                ) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
                    SELECT was <> becomes AND was - names = becomes - names
                    AND NOT EXISTS (
                        SELECT FROM unnest(names) AS name
                        WHERE was -> name IS DISTINCT FROM becomes -> name
                        AND (was ->> name IS NULL
                            OR becomes ->> name IS DISTINCT FROM %s))
                $$
                """,
                ERASED,
            )
        )

    # === BUSINESS METHODS === #
    def _erase_texts(self):
        """Take out what was typed into these rows; for the anonymising of a person."""
        if not (self and self._erasable):
            return
        columns = [SQL.identifier(name) for name in self._erasable]
        changes = [
            SQL(
                "%(name)s = CASE WHEN %(name)s <> '' THEN %(to)s ELSE %(name)s END",
                name=c,
                to=ERASED,
            )
            for c in columns
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = ANY(%s) AND (%s)",
                SQL.identifier(self._table),
                SQL(", ").join(changes),
                self.ids,
                SQL(" OR ").join(SQL("%s NOT IN ('', %s)", c, ERASED) for c in columns),
            )
        )
        self.invalidate_recordset(self._erasable)
