"""The virtual environment that runs Odoo, and the one that runs the linters."""

import importlib.util
import os
import sys

from . import apt
from .console import alone, run, step
from .paths import CACHE, ROOT, SETUP, digest

ODOO = (
    SETUP / "requirements-odoo.txt",
    ROOT / "requirements.txt",
    SETUP / "requirements-optional.txt",
)
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


def tool(name, *requirements):
    """The folder of the programs that a few packages from PyPI bring."""
    folder = CACHE / f"{name}-{digest(sys.version, *requirements)}"
    with alone(CACHE / f"{folder.name}.lock"):
        if not (folder / "complete").exists():
            _make_venv(folder)
            if requirements:
                with step(f"Fetching {name} from PyPI"):
                    pip = [folder / "bin" / "pip", "install", "-q", *requirements]
                    run(pip, f"{name} could not be fetched: is PyPI reachable?")
            (folder / "complete").touch()
    return folder / "bin"


def pip():
    """A pip to call, also where the system's Python has none."""
    return tool("pip") / "pip"


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
    _make_venv(folder)
    if home:
        _announce_odoo(next(folder.glob("lib/python*/site-packages")), home)
    for file in files:
        run(
            [folder / "bin" / "pip", "install", "-q", "-r", file],
            "The Python packages could not be installed: is PyPI reachable?",
        )
    (folder / "complete").touch()


def _announce_odoo(site, home):
    """Make Odoo importable, and an installed package in the eyes of pip.

    OCA's wheels require ``odoo==19.0.*``, which PyPI does not have; and what Odoo
    itself requires is in requirements-odoo.txt, with wheels instead of sources.
    """
    (site / "odoo-source.pth").write_text(f"{home}\n")
    info = site / "odoo-19.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n")
    (info / "INSTALLER").write_text("setup\n")


def _make_venv(folder):
    if not importlib.util.find_spec("ensurepip"):  # Debian ships it apart
        apt.install("python3-venv", "A Python environment")
    # --clear: a half-made environment of a killed run is made anew.
    command = [sys.executable, "-m", "venv", "--clear", folder]
    run(command, "The Python environment could not be made.")
