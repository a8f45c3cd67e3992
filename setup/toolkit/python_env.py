"""The virtual environment that runs Odoo, and the one that runs the linters."""

import os
import sys

from .console import alone, run, step
from .paths import CACHE, ROOT, SETUP, digest

ODOO = (SETUP / "requirements-odoo.txt", ROOT / "requirements.txt")
DEV = SETUP / "requirements-dev.txt"


def odoo_python(home):
    """The interpreter of an environment in which Odoo in ``home`` and the suite run."""
    return _environment("Installing the Python packages of Odoo", ODOO, home)


def dev_python():
    """The interpreter of an environment with the linters and pytest."""
    return _environment("Installing linters and pytest", (DEV,), None)


def dev_variables(environment=None):
    """Process variables for pytest and benchmarks.

    They find the same Odoo as this process, though from another interpreter.
    """
    variables = {**os.environ, "PYTHONUNBUFFERED": "1"}
    if environment:
        variables["ODOO_HOME"] = str(environment.home)
    return variables


def _environment(title, files, home):
    key = digest(sys.version, home, *(file.read_text() for file in files))
    folder = CACHE / f"python-{key}"
    python = folder / "bin" / "python"
    with alone(CACHE / f"python-{key}.lock"):
        if not (folder / "complete").exists():
            with step(title):
                _make(folder, files, home)
    return python


def _make(folder, files, home):
    error = "The Python environment could not be made: is PyPI reachable?"
    # --clear: a half-made environment of a killed run is made anew.
    run([sys.executable, "-m", "venv", "--clear", folder], error)
    if home:
        # Lets pip see Odoo as an installed package (OCA wheels require it).
        site = next(folder.glob("lib/python*/site-packages"))
        (site / "odoo-source.pth").write_text(f"{home}\n")
    for file in files:
        pip = [folder / "bin" / "python", "-m", "pip", "install", "-q", "-r", file]
        run(pip, error)
    (folder / "complete").touch()
