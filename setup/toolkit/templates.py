"""Databases that are made once and copied: they change when their content does.

``core``: what the suite depends on, without the suite. ``plain``: the suite.
``demo``: the suite with its demo story. ``test``: the suite with the test support
addon and the asset bundles a browser asks for.
"""

import contextlib
import datetime
import os

from . import databases, manifests
from .console import alone, say, step
from .paths import RUN, SETUP, digest
from .server import is_alive

LANGUAGES = "en_US,zh_CN"  # the first is the default of new contacts and users
MAKING = "making_"  # never complete
SCRATCH = "scratch_"  # complete, but of no use after the process that made it
SUPPORT = "test_membership_support"
TITLES = {
    "core": "Installing the Odoo apps the suite stands on (once)",
    "plain": "Installing the suite",
    "demo": "Installing the suite with its demo story",
    "test": "Installing the suite for tests",
}
# What a browser opens first is generated here once: a newcomer does not wait half a
# minute for the till, nor does every browser test.
_WARM_UP = """
website = env["website"].search([], limit=1)
for params, scripts, styles in (
    ({}, ["web.assets_web", "point_of_sale.assets_prod", "web.assets_tests"],
     ["web.assets_web", "web.assets_web_print", "point_of_sale.assets_prod"]),
    ({"website_id": website.id},
     ["web.assets_frontend_minimal", "web.assets_frontend_lazy"],
     ["web.assets_frontend"]),
):
    qweb = env["ir.qweb"]
    for name in scripts:
        qweb._get_asset_bundle(name, css=False, assets_params=params).js()
    for name in styles:
        qweb._get_asset_bundle(name, js=False, assets_params=params).css()
env.cr.commit()
"""


def copy(environment, kind, target):
    """Make the database ``target`` as a copy of the template of this kind.

    It gets its name when it is complete: a killed run leaves no half database.
    """
    with alone(RUN / "templates.lock"):
        _sweep(environment)
        source = _ensure(environment, kind)
        making = _making(target)
        databases.copy(environment, source, making)
        databases.write_note(
            environment, making, databases.read_note(environment, source)
        )
        databases.drop(environment, target)
        databases.rename(environment, making, target)


@contextlib.contextmanager
def scratch(environment, kind, title, keep=False):
    """A copy of the template of this kind for the length of a ``with`` block.

    :param keep: leave it behind, called ``kept_TITLE``
    """
    name = f"{SCRATCH}{os.getpid()}_{title}"
    copy(environment, kind, name)
    try:
        yield name
    finally:
        if keep:
            databases.drop(environment, f"kept_{title}")
            databases.rename(environment, name, f"kept_{title}")
            say(f"The database kept_{title} was left for a look at it.")
        else:
            databases.drop(environment, name)


def modules(kind):
    """The modules that a template of this kind is installed with."""
    if kind == "core":
        return manifests.dependencies_outside(manifests.suite())
    names = manifests.suite(demo=kind == "demo")
    return [*names, SUPPORT] if kind == "test" else names


def addon_digests(kind):
    """The content of each addon of the suite in a database of this kind."""
    names = manifests.suite(demo=kind == "demo") if kind != "core" else ()
    return {name: manifests.content_digest(name) for name in names}


def _ensure(environment, kind):
    """Name of the template of this kind, made now if it is missing or outdated."""
    name = f"template_{kind}_{_key(environment, kind)}"
    if databases.exists(environment, name):
        return name
    parent = None if kind == "core" else _ensure(environment, "core")
    making = _making(kind)
    if parent:
        databases.copy(environment, parent, making)
    with step(TITLES[kind]):
        _install(environment, kind, making)
    for old in databases.starting_with(environment, f"template_{kind}_"):
        databases.drop(environment, old)
    note = {"kind": kind, "addons": addon_digests(kind)}
    databases.write_note(environment, making, note)
    databases.rename(environment, making, name)
    databases.seal(environment, name)
    return name


def _install(environment, kind, database):
    environment.run_odoo(
        *("server", "-d", database, "-i", ",".join(modules(kind)) or "base"),
        *(f"--load-language={LANGUAGES}", "--no-http", "--stop-after-init"),
        error=f"{TITLES[kind]} failed.",
        log=RUN / "logs" / f"template_{kind}.log",
    )
    if kind != "core":
        environment.shell(database, _WARM_UP)


def _key(environment, kind):
    core = digest(
        (environment.home / "odoo" / "release.py").read_text(),
        environment.python,  # its name stands for the OCA addons in it
        LANGUAGES,
        *modules("core"),
    )
    if kind == "core":
        return core
    support = manifests.content_digest(SETUP / "test_addons" / SUPPORT)
    return digest(
        core,
        *(f"{name}:{content}" for name, content in addon_digests(kind).items()),
        support if kind == "test" else "",
        # The story ends yesterday: told again another day, it is another story.
        datetime.date.today().isoformat() if kind == "demo" else "",
    )


def _sweep(environment):
    """Drop what killed runs left behind; nobody else makes anything now."""
    for name in databases.starting_with(environment, MAKING):
        databases.drop(environment, name)
    for name in databases.starting_with(environment, SCRATCH):
        if not is_alive(int(name.split("_")[1])):
            databases.drop(environment, name)


def _making(name):
    # With our number: what a killed run left running cannot write into it.
    return f"{MAKING}{os.getpid()}_{name}"
