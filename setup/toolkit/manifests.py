"""What the suite's manifests say, read without Odoo."""

import ast
import hashlib
from functools import cache

from . import paths

DEMO = "membership_demo"
# Bridges to addons that few shops have and that change how Odoo itself sells: each is
# tested for itself and is in no database that others share.
OPTIONAL = (
    "membership_dealer_risk",
    "membership_pos_loyalty",
    "membership_sale_loyalty",
)
# Changes in these never ask for an upgrade of the database: bundles are hashed by
# their content, tests and documents are not data.
_NOT_DATA = ("tests/", "static/src/", "static/tests/", "readme/")


@cache
def read(addon):
    """The manifest of one of the suite's addons as a dict."""
    text = (paths.ROOT / addon / "__manifest__.py").read_text()
    return ast.literal_eval(text)


def suite(demo=True):
    """Names of the addons to install, with or without the demo story."""
    return [
        name for name in everything() if name not in OPTIONAL and (demo or name != DEMO)
    ]


def everything():
    """Names of all addons, also of those that only some shops can install."""
    return [addon for addon in paths.addons() if read(addon).get("installable", True)]


def with_dependencies(addons):
    """``addons`` and every addon of the suite below them."""
    found, queue = set(), list(addons)
    while queue:
        addon = queue.pop()
        if addon not in found:
            found.add(addon)
            queue += set(read(addon).get("depends", ())) & set(paths.addons())
    return sorted(found)


def bottom_up(addons):
    """``addons`` in an order in which each comes after what it stands on."""
    return sorted(addons, key=lambda name: (len(with_dependencies([name])), name))


def dependencies_outside(addons):
    """What ``addons`` need from Odoo and OCA, in alphabetical order."""
    needed = {name for addon in addons for name in read(addon).get("depends", ())}
    return sorted(needed - set(paths.addons()))


def content_digest(addon):
    """A short name for everything in an addon that an upgrade would load."""
    folder = paths.ROOT / addon
    content = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (
            path.is_file()
            and not name.startswith(_NOT_DATA)
            and path.suffix not in (".pyc", ".rst", ".md", ".toml", ".pot")
        ):
            content.update(f"{name}\0".encode() + path.read_bytes())
    return content.hexdigest()[:12]
