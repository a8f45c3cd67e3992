"""Read rows of several models with one query, into Odoo's cache.

A till waits for each query and for the work that the ORM does around it. Where one
request needs a few known columns of a few rows that hang together, this reads them at
once; whatever else is asked of the records later is fetched by the ORM as usual.
"""

from functools import lru_cache

from odoo.tools import SQL


def fetch_joined(env, wanted, source):
    """Read the columns that are ``wanted`` of all rows of a join.

    Like the ORM, it leaves alone what is in the cache already. Rows are selected by
    what is in the database: call it before anything is written.

    :param env: environment of the records that are returned
    :param dict wanted: alias of a table in ``source``: (model, names of its fields);
        columns only, nothing translated; of what depends on the company only what is
        the usual there is read
    :param SQL source: what follows FROM
    :returns: dict of alias to the records that were found, each once
    """
    env.cr.execute(SQL("SELECT %s FROM %s", _get_columns(*wanted.items()), source))
    columns = list(zip(*env.cr.fetchall(), strict=True))
    found, position = {}, 0
    for alias, (model, names) in wanted.items():
        Model = env[model]
        part = columns[position : position + 1 + len(names)]
        position += 1 + len(names)
        # A row that an outer join did not find has no id.
        rows = {row[0]: row[1:] for row in zip(*part, strict=True) if row[0]}
        records = found[alias] = Model.browse(rows)
        for name, values in zip(names, zip(*rows.values(), strict=True), strict=False):
            field = Model._fields[name]
            if field.company_dependent:
                records, values = _get_usual(field, records, values)
            field._insert_cache(records, values)
    return found


def _get_usual(field, records, values):
    """Those of ``records`` that have no value of their own in this company, and theirs.

    The ORM reads the others: it looks whether what they refer to is still there.
    """
    company = str(records.env.company.id)
    pairs = zip(records, values, strict=True)
    records = records.concat(*(r for r, own in pairs if company not in (own or ())))
    fallback = field.get_company_dependent_fallback(records)
    usual = field.convert_to_cache(fallback, records, validate=False)
    return records, [usual] * len(records)


def is_known(record, name):
    """Whether reading this field of ``record`` costs no query."""
    return not any(record._fields[name]._cache_missing_ids(record))


@lru_cache(maxsize=64)
def _get_columns(*wanted):
    return SQL(", ").join(
        SQL.identifier(alias, name)
        for alias, (_model, names) in wanted
        for name in ("id", *names)
    )
