"""Where things are kept: the project, the cache shared by clones, the run folder."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETUP = ROOT / "setup"


def _folder(variable, default):
    folder = Path(os.environ.get(variable) or default).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


CACHE = _folder(
    "MEMBERSHIP_CACHE",
    Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "membership-suite",
)
RUN = _folder("MEMBERSHIP_RUN", ROOT / ".run")


def addons():
    """Names of the suite's addons, in alphabetical order."""
    return sorted(path.parent.name for path in ROOT.glob("*/__manifest__.py"))


def digest(*parts):
    """A short stable name for a combination of texts (12 hex digits)."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]
