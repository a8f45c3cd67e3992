"""The figures as a table for people."""

HEADINGS = ("row", "work", "baseline", "ms", "baseline", "ratio", "target")
HEADINGS += ("queries", "verdict")


def render(rows):
    """A table of rows as :meth:`..measure.Row.as_dict` made them.

    >>> print(render([{
    ...     "name": "x", "work": "this", "baseline": "that", "median": 3.0,
    ...     "baseline_median": 2.0, "ratio": 1.5, "target": 1.2, "queries": 4,
    ...     "baseline_queries": 3, "extra_queries_max": None, "is_met": False}]))
    row  work  baseline  ms    baseline  ratio  target  queries  verdict
    ---  ----  --------  ----  --------  -----  ------  -------  -------
    x    this  that      3.00  2.00      1.50x  <= 1.2  4 / 3    MISSED
    """
    lines = [HEADINGS, *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _cells(row):
    queries = "" if row["queries"] is None else str(row["queries"])
    if row["baseline_queries"] is not None:
        queries += f" / {row['baseline_queries']}"
    if row["extra_queries_max"] is not None:
        queries += f" (<= +{row['extra_queries_max']})"
    limits = ("target", "extra_queries_max", "median_max")
    has_target = any(row.get(name) is not None for name in limits)
    verdict = ("ok" if row["is_met"] else "MISSED") if has_target else "to compare"
    return (
        row["name"],
        row["work"],
        row["baseline"],
        _number(row["median"]),
        _number(row["baseline_median"]),
        f"{row['ratio']:.2f}x",
        "" if row["target"] is None else f"<= {row['target']}",
        queries,
        verdict,
    )


def _number(value):
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
