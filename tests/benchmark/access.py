"""Ways into a database from within Odoo's process: like a request, and without Odoo."""

import uuid
from contextlib import closing, contextmanager

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ

from odoo.api import SUPERUSER_ID, Environment
from odoo.sql_db import connection_info_for


@contextmanager
def request(registry, uid=SUPERUSER_ID, context=None):
    """A transaction and an environment as fresh as those of a request; it commits."""
    with registry.cursor() as cr:
        yield Environment(cr, uid, context or {})


@contextmanager
def plain_connection(database):
    """A connection that stays open, with the isolation of Odoo's and nothing else."""
    _name, parameters = connection_info_for(database)
    with closing(psycopg2.connect(**parameters)) as connection:
        connection.set_isolation_level(ISOLATION_LEVEL_REPEATABLE_READ)
        yield connection


def stamp(name):
    """A prefix for keys that no earlier run on this database has used."""
    return f"{name}:{uuid.uuid4().hex[:8]}"
