"""Making, copying and dropping databases together with their filestores."""

import json
import os
import shutil

from .paths import RUN

FILESTORES = RUN / "data" / "filestore"


def exists(environment, name):
    """Whether there is a database of this name."""
    return bool(environment.psql("SELECT 1 FROM pg_database WHERE datname = %s", name))


def has_odoo(environment, name):
    """Whether this database holds an Odoo."""
    query = "SELECT 1 WHERE to_regclass('ir_module_module') IS NOT NULL"
    return bool(environment.psql(query, database=name))


def starting_with(environment, prefix):
    """Names of the databases that start with ``prefix``."""
    rows = environment.psql(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", prefix
    )
    return [row[0] for row in rows]


def copy(environment, source, target):
    """Copy a database nobody is connected to; what was called ``target`` goes."""
    drop(environment, target)
    environment.psql(f"CREATE DATABASE {_quote(target)} TEMPLATE {_quote(source)}")
    if (FILESTORES / source).is_dir():
        shutil.copytree(
            FILESTORES / source,
            FILESTORES / target,
            copy_function=_link,
            dirs_exist_ok=True,
        )


def drop(environment, name):
    """Drop a database and its filestore, if they exist."""
    environment.psql(f"DROP DATABASE IF EXISTS {_quote(name)} WITH (FORCE)")
    shutil.rmtree(FILESTORES / name, ignore_errors=True)


def rename(environment, old, new):
    """Give a finished database its name; the filestore moves first."""
    shutil.rmtree(FILESTORES / new, ignore_errors=True)
    if (FILESTORES / old).is_dir():
        (FILESTORES / old).rename(FILESTORES / new)
    environment.psql(f"ALTER DATABASE {_quote(old)} RENAME TO {_quote(new)}")


def seal(environment, name):
    """Make a database a template that nobody can connect to, only copy."""
    environment.psql(f"ALTER DATABASE {_quote(name)} ALLOW_CONNECTIONS false")


def write_note(environment, name, note):
    """Keep a dict with the database itself, outside its tables."""
    text = json.dumps(note, sort_keys=True).replace("'", "''")
    environment.psql(f"COMMENT ON DATABASE {_quote(name)} IS '{text}'")


def read_note(environment, name):
    """The dict kept with a database, or None if it is not one of ours."""
    rows = environment.psql(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = %s",
        name,
    )
    try:
        note = json.loads(rows[0][0])
    except (IndexError, ValueError):
        return None
    return note if isinstance(note, dict) else None


def _quote(name):
    return '"' + name.replace('"', '""') + '"'


def _link(source, target):
    """Odoo names these files after their content and never rewrites one."""
    try:
        os.link(source, target)
    except FileExistsError:
        pass
    except OSError:  # another file system, or one without hard links
        shutil.copy2(source, target)
