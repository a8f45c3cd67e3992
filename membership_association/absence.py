"""When absence has a consequence, in plain Python.

An outcome is how a member unit was at one meeting: in_person, deputy (represented),
excused or unattended. Outcomes come with the newest first.
"""

# What counts for a rule, and what ends the row that is counted.
COUNTED = {
    "unattended": ({"unattended"}, {"in_person", "deputy"}),
    "not_in_person": ({"unattended", "deputy", "excused"}, {"in_person"}),
}
# Loaded by "Load the Usual Rules": basis, limit, who, what follows.
USUAL_RULES = (
    ("unattended", 3, "all", "suspend"),
    ("not_in_person", 6, "all", "suspend"),
    ("months", 12, "all", "withdraw"),
    ("months", 6, "officers", "vacate"),
)


def in_a_row(outcomes, basis):
    """How many meetings in a row count for ``basis``, up to the newest.

    >>> in_a_row(["unattended", "unattended", "in_person", "unattended"], "unattended")
    2
    >>> in_a_row(["unattended", "excused", "unattended"], "unattended")
    2
    >>> in_a_row(["deputy", "unattended"], "unattended")
    0
    >>> in_a_row(["deputy", "excused", "unattended", "in_person"], "not_in_person")
    3
    """
    counted, ending = COUNTED[basis]
    count = 0
    for outcome in outcomes:
        if outcome in ending:
            break
        count += outcome in counted
    return count


def absent_since(history, joined_on):
    """The day from which a unit has been absent; None if it was at the last meeting.

    :param history: list of (day, outcome), the newest first
    :param joined_on: counts where the unit never attended, but no earlier than the
        first meeting on file: nobody knows who attended before

    >>> absent_since([(3, "unattended"), (2, "deputy")], 0)
    2
    >>> absent_since([(3, "excused"), (2, "unattended")], 0)
    2
    >>> absent_since([(3, "in_person")], 0) is absent_since([], 0) is None
    True
    """
    if not history or history[0][1] in ("in_person", "deputy"):
        return None
    attended = (day for day, outcome in history if outcome in ("in_person", "deputy"))
    return next(attended, max(joined_on, history[-1][0]))
