"""Find Odoo 19, in this order: ODOO_HOME, an importable ``odoo``, Debian's package.

Debian's package is fetched once and only unpacked: nothing is installed
system-wide and the system's own package sources stay as they are.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from . import python_env
from .console import SetupError, alone, run, step
from .paths import CACHE

SUITE = "sid"  # the only Debian suite that carries odoo-19
PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
)
# Odoo 19 draws its icons with Font Awesome 4; Debian's package is at 7.
FONT_AWESOME = "XStatic-Font-Awesome==4.7.0.0"
VERSION = re.compile(r"version_info\s*=\s*\(19,")


def find():
    """The folder to put on the Python path so that ``import odoo`` gives 19.0."""
    home = os.environ.get("ODOO_HOME")
    if home:
        return _checkout(Path(home).expanduser().resolve())
    return _importable() or _from_debian()


def addons_paths(home):
    """The addon folders of Odoo in ``home``: core's own and, if there, the apps'."""
    return [
        str(path)
        for path in (home / "addons", home / "odoo" / "addons")
        if (path / "base").is_dir() or (path / "web").is_dir()
    ]


def _is_odoo_19(home):
    release = home / "odoo" / "release.py"
    return release.is_file() and VERSION.search(release.read_text())


def _checkout(home):
    if not _is_odoo_19(home):
        raise SetupError(
            f"ODOO_HOME is {home}, but there is no Odoo 19 in it "
            "(expected odoo/release.py with version 19)."
        )
    return home


def _importable():
    spec = importlib.util.find_spec("odoo")
    for location in (spec and spec.submodule_search_locations) or ():
        home = Path(location).parent
        if _is_odoo_19(home):
            return home
    return None


def _from_debian():
    target = CACHE / "odoo-19"
    home = target / "usr/lib/python3/dist-packages"
    if _is_odoo_19(home):
        return home
    for tool in ("apt-get", "dpkg"):
        if not shutil.which(tool):
            raise SetupError(
                f"Odoo 19 was not found and cannot be fetched, because {tool} is "
                "missing: set ODOO_HOME to a checkout of Odoo 19.0."
            )
    with alone(CACHE / "odoo-19.lock"):
        if not _is_odoo_19(home):
            _fetch(target)
    return home


def _fetch(target):
    # Unpacked beside and renamed at the end: a killed download leaves no half Odoo.
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        scratch = Path(scratch)
        with step("Fetching Odoo 19 from Debian (130 MB, once)"):
            archives = _download(scratch)
        with step("Unpacking Odoo 19 (1.2 GB)"):
            unpacked = scratch / "unpacked"
            for archive in archives:
                run(["dpkg", "-x", archive, unpacked], "Unpacking Odoo failed.")
            _mend_links(unpacked, scratch)
        shutil.rmtree(target, ignore_errors=True)
        unpacked.rename(target)


def _download(scratch):
    """Fetch PACKAGES with list and cache folders of our own."""
    for folder in ("lists/partial", "cache/archives/partial"):
        (scratch / folder).mkdir(parents=True)
    keyring = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
    trust = f"signed-by={keyring}" if keyring.exists() else "trusted=yes"
    source = scratch / "sources.list"
    source.write_text(f"deb [{trust}] {_mirror()} {SUITE} main\n")
    options = [
        f"Dir::Etc::SourceList={source}",
        "Dir::Etc::SourceParts=/dev/null",
        f"Dir::State::Lists={scratch / 'lists'}",
        f"Dir::Cache={scratch / 'cache'}",
        "Acquire::Languages=none",
        "APT::Sandbox::User=" + ("root" if os.getuid() == 0 else ""),
    ]
    apt = ["apt-get", "-q", *(part for option in options for part in ("-o", option))]
    error = "Odoo 19 could not be fetched from Debian: is the network reachable?"
    run([*apt, "update"], error, cwd=scratch)
    run([*apt, "download", *PACKAGES], error, cwd=scratch)
    return sorted(scratch.glob("*.deb"))


def _mirror():
    """The Debian mirror this machine already uses, or MEMBERSHIP_DEBIAN_MIRROR."""
    if mirror := os.environ.get("MEMBERSHIP_DEBIAN_MIRROR"):
        return mirror
    policy = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)"],
        capture_output=True,
        text=True,
    ).stdout
    for line in policy.splitlines():
        if line.rstrip("/").endswith("/debian"):
            return line.strip()
    for path in [
        Path("/etc/apt/sources.list"),
        *Path("/etc/apt/sources.list.d").glob("*"),
    ]:
        text = path.read_text(errors="replace") if path.is_file() else ""
        if match := re.search(r"https?://\S+/debian/?(?=\s)", text):
            return match[0]
    raise SetupError(
        "No Debian mirror is configured on this machine: set "
        "MEMBERSHIP_DEBIAN_MIRROR, or ODOO_HOME to a checkout of Odoo 19.0."
    )


def _mend_links(unpacked, scratch):
    """Give the files that Debian links into /usr/share a target that exists."""
    fonts = scratch / "font-awesome"
    run(
        [
            *(python_env.pip(), "download", "-q", "--no-deps"),
            *("-d", fonts, FONT_AWESOME),
        ],
        "The icon font of Odoo could not be fetched from PyPI.",
    )
    share = unpacked / "usr/share"
    for wheel in fonts.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if "/data/fonts/" in name:
                    target = share / "fonts-font-awesome/fonts" / Path(name).name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.unlink(missing_ok=True)
                    target.write_bytes(archive.read(name))
    inconsolata = share / "fonts/truetype/inconsolata/Inconsolata.otf"
    if not inconsolata.exists():
        found = sorted(share.glob("fonts/**/Inconsolata*.[ot]tf"))
        if found:
            inconsolata.parent.mkdir(parents=True, exist_ok=True)
            inconsolata.symlink_to(os.path.relpath(found[0], inconsolata.parent))
