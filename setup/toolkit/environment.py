"""One object that knows how to call Odoo: interpreter, variables, configuration."""

import configparser
import os
import subprocess
from pathlib import Path

from . import odoo_source, postgres, python_env
from .console import run
from .paths import ROOT, RUN


class Environment:
    """A machine that is ready to run Odoo with the suite.

    :ivar python: interpreter that can import ``odoo``
    :ivar variables: process environment with the PG* variables and ODOO_RC
    :ivar addons_path: value for Odoo's ``--addons-path``
    """

    def __init__(self):
        self.home = odoo_source.find()
        self.python = python_env.odoo_python(self.home)
        database = postgres.ensure_server()
        self.addons_path = ",".join(
            [*odoo_source.addons_paths(self.home), *self._oca_addons(), str(ROOT)]
        )
        self.conf = RUN / "odoo.conf"
        self._write_conf(database)
        self.variables = {
            **os.environ,
            **database,
            "ODOO_RC": str(self.conf),
            "PYTHONPATH": str(self.home),
        }

    def odoo(self, *arguments):
        """The command line of ``odoo ARGUMENTS`` as a list."""
        # --addons-path comes first: without it Odoo does not look for the
        # commands that addons bring (import_members).
        head = [self.python, "-m", "odoo", f"--addons-path={self.addons_path}"]
        return [str(part) for part in (*head, *arguments)]

    def run_odoo(self, *arguments, error, log):
        """Run an Odoo command to its end, with its output in the file ``log``."""
        run(self.odoo(*arguments), error, log=log, env=self.variables)

    def psql(self, query, database="postgres"):
        """Rows of a query, each a list of texts (administration only)."""
        script = (
            "import sys, psycopg2; c = psycopg2.connect(dbname=sys.argv[1]);"
            "c.autocommit = True; k = c.cursor(); k.execute(sys.argv[2]);"
            "print('\\n'.join('\\t'.join(map(str, r)) for r in k)"
            " if k.description else '', end='')"
        )
        done = run(
            [self.python, "-c", script, database, query],
            f"PostgreSQL refused: {query}",
            env=self.variables,
        )
        return [line.split("\t") for line in done.stdout.splitlines()]

    def _oca_addons(self):
        """The folders in which pip put OCA's addons."""
        venv = Path(self.python).parents[1]
        return [str(path) for path in venv.glob("lib/python*/site-packages/odoo/addons")]

    def _write_conf(self, database):
        conf = configparser.ConfigParser()
        options = {
            "addons_path": self.addons_path,
            "data_dir": RUN / "data",
            "http_interface": "127.0.0.1",
            "db_host": database.get("PGHOST"),
            "db_port": database.get("PGPORT"),
            "db_user": database.get("PGUSER"),
            "db_password": database.get("PGPASSWORD"),
            "list_db": False,
            "max_cron_threads": 1,
            "limit_time_cpu": 600,
            "limit_time_real": 1200,
        }
        # An empty value is not "unset" to Odoo but an error.
        conf["options"] = {k: str(v) for k, v in options.items() if v is not None}
        self.conf.touch(mode=0o600)  # it may hold a password
        with self.conf.open("w") as file:
            conf.write(file)


def exec_odoo(environment, arguments):
    """Run Odoo in the foreground with this terminal and return its exit code."""
    return subprocess.call(environment.odoo(*arguments), env=environment.variables)
