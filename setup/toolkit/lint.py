"""The checks that need no database, each as (title, function)."""

import os
import re
import subprocess

from . import machine, paths, python_env
from .paths import ROOT

_FORBIDDEN = re.compile(r"^\s*_sql_constraints\b", re.MULTILINE)

# A model split by concern is several classes on purpose (300 lines a file).
_PYLINT = ("--rcfile=.pylintrc", "--disable=consider-merging-classes-inherited")


def checks(addons):
    """All static checks of the given addons and of the commands around them."""
    folders = [
        *addons,
        *(name for name in ("setup", "tests") if (ROOT / name).is_dir()),
    ]
    scripts = _javascript(addons)
    styled = scripts + _files(addons, "static/**/*.scss")
    manifests = [f"{addon}/__manifest__.py" for addon in addons]
    return [
        ("ruff check", lambda: _python("ruff", "check", "-q", *folders, *_commands())),
        (
            "ruff format",
            lambda: _python("ruff", "format", "-q", "--diff", *folders, *_commands()),
        ),
        ("pylint-odoo", lambda: _python("pylint", *_PYLINT, *addons)),
        (
            "oca-checks-odoo-module",
            lambda: _python("oca-checks-odoo-module", *manifests),
        ),
        ("models.Constraint, not _sql_constraints", lambda: _sql_constraints(addons)),
        ("eslint", lambda: _node("eslint", scripts)),
        ("prettier", lambda: _node("prettier", styled, "--check")),
    ]


def _python(program, *arguments):
    return _run([python_env.dev_python().parent / program, *arguments])


def _node(program, files, *options):
    if not files:
        return 1, 0, ""
    folder, variables = machine.node_tools()
    return _run([folder / program, *options, *files], variables)


def _run(command, variables=None):
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=variables or os.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return (0, 1, done.stdout) if done.returncode else (1, 0, "")


def _sql_constraints(addons):
    found = [
        f"{name}: _sql_constraints is ignored by Odoo 19, use models.Constraint"
        for name in _files(addons, "**/*.py")
        if _FORBIDDEN.search((ROOT / name).read_text())
    ]
    return (0, 1, "\n".join(found)) if found else (1, 0, "")


def _commands():
    """Python programs without the ending .py, which ruff does not find by itself."""
    return [
        path.relative_to(ROOT).as_posix()
        for path in sorted(paths.SETUP.iterdir())
        if path.is_file() and path.read_bytes().startswith(b"#!/usr/bin/env python3")
    ]


def _javascript(addons):
    return [
        name
        for name in _files(addons, "static/**/*.js")
        if "/static/src/" in name or "/static/tests/" in name
    ]


def _files(addons, pattern):
    return [
        path.relative_to(ROOT).as_posix()
        for addon in addons
        for path in sorted((ROOT / addon).glob(pattern))
    ]
