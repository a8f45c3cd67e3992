"""One object that knows how to call Odoo: interpreter, variables, configuration."""

import configparser
import os
import subprocess
from pathlib import Path

from . import odoo_source, postgres, progress, python_env
from .console import SetupError
from .paths import ROOT, RUN, SETUP

UNREACHABLE = 3
# What the interpreter that has a driver runs for Environment.psql().
PSQL = f"""
import sys, psycopg2
try:
    connection = psycopg2.connect(dbname=sys.argv[1])
except psycopg2.OperationalError as error:
    print(str(error).strip().splitlines()[0], file=sys.stderr)
    sys.exit({UNREACHABLE})
connection.autocommit = True
cursor = connection.cursor()
cursor.execute(sys.argv[2], sys.argv[3:] or None)
rows = cursor if cursor.description else ()
print("\\n".join("\\t".join(map(str, row)) for row in rows), end="")
"""


class Environment:
    """A machine that is ready to run Odoo with the suite.

    :param tests: put the addons that only tests need on the addons path
    :ivar python: interpreter that can import ``odoo``
    :ivar variables: process environment with the PG* variables and ODOO_RC
    :ivar addons_path: value for Odoo's ``--addons-path``
    """

    def __init__(self, tests=False):
        self.home = odoo_source.find()
        self.python = python_env.odoo_python(self.home)
        database = postgres.ensure_server()
        own = [ROOT, SETUP / "test_addons"] if tests else [ROOT]
        self.addons_path = ",".join(
            map(str, [*odoo_source.addons_paths(self.home), *self._oca_addons(), *own])
        )
        self.conf = RUN / ("odoo-test.conf" if tests else "odoo.conf")
        self._write_conf(database)
        self.variables = {
            **os.environ,
            **database,
            "ODOO_RC": str(self.conf),
            "PYTHONPATH": str(self.home),
            "PYTHONSAFEPATH": "1",  # a folder may hold an http.py or a queue.py
        }

    def odoo(self, *arguments):
        """The command line of ``odoo ARGUMENTS`` as a list."""
        # --addons-path comes first: without it Odoo does not look for the
        # commands that addons bring (import_members).
        head = [self.python, "-m", "odoo", f"--addons-path={self.addons_path}"]
        return [str(part) for part in (*head, *arguments)]

    def run_odoo(self, *arguments, error, log, must_pass=True):
        """Run an Odoo command to its end, showing progress; return its exit code.

        :param log: file that receives the output
        :param must_pass: raise SetupError with the sentence ``error`` on failure
        """
        command = self.odoo(*arguments)
        return progress.run(command, error, log, self.variables, must_pass)

    def shell(self, database, script):
        """What a script prints in Odoo's shell, where ``env`` is at hand."""
        done = subprocess.run(
            self.odoo("shell", "-d", database, "--no-http", "--log-level=warn"),
            input=script,
            capture_output=True,
            text=True,
            env=self.variables,
        )
        if done.returncode:
            raise SetupError(f"A script for {database} failed:\n{done.stderr[-3000:]}")
        return done.stdout

    def psql(self, query, *parameters, database="postgres"):
        """Rows of a query, each a list of texts (administration only)."""
        done = subprocess.run(
            [self.python, "-c", PSQL, database, query, *parameters],
            capture_output=True,
            text=True,
            env=self.variables,
        )
        if done.returncode == UNREACHABLE:
            raise SetupError(
                f"PostgreSQL does not answer ({done.stderr.strip()}): start it, or "
                "correct the PG* variables; without them a private one is made."
            )
        if done.returncode:
            raise SetupError(f"PostgreSQL refused: {query}\n{done.stderr[-3000:]}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def _oca_addons(self):
        """The folders in which pip put OCA's addons."""
        venv = Path(self.python).parents[1]
        return [
            str(path) for path in venv.glob("lib/python*/site-packages/odoo/addons")
        ]

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
        # Replaced in one go: another Odoo may be reading it now.
        scratch = self.conf.with_suffix(f".{os.getpid()}")
        scratch.touch(mode=0o600)  # it may hold a password
        with scratch.open("w") as file:
            conf.write(file)
        scratch.replace(self.conf)


def exec_odoo(environment, arguments):
    """Run Odoo in the foreground with this terminal and return its exit code."""
    return subprocess.call(environment.odoo(*arguments), env=environment.variables)
