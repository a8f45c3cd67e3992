"""Arrows point down only: what ARCHITECTURE.md draws is what the addons do."""

import ast
import re

from tests.architecture.reading import (
    ROOT,
    Addon,
    addons,
    manifests,
    parse,
    shown,
)

# From the cellar to the roof; an addon may stand on lower floors only.
FLOORS = (
    {"membership_ledger", "membership_guard", "membership_approval"},
    {"membership_card"},
    {
        "membership_wallet",
        "membership_points",
        "membership_application",
        "membership_association",
        "membership_crm",
        "membership_dealer_pricing",
        "membership_fee",
    },
    {"membership_gift_card", "membership_dealer_portal"},
    {"membership_dealer_account"},
    {"membership_pos", "membership_website"},
    {"membership_demo"},
)
SURFACES = {"membership_pos": "point_of_sale", "membership_website": "website"}
IMPORT = re.compile(r"\bodoo\.addons\.(membership_\w+)")
BUTTON = re.compile(r"<button\b[^>]*\bname=\"(\w+)\"")
FIELD_ON_CELL = re.compile(
    r"<(?:table|tbody|thead|tfoot|tr|td|li|ul|ol|dl|dt|dd)\b[^>]*\bt-field=[^>]*>"
)
XMLID = re.compile(r"\b(membership_\w+)\.\w+")


def test_addon_stands_on_lower_floors_only(addon):
    """A policy never needs a surface, and siblings do not need each other."""
    needed = set(addon.manifest["depends"]) & set(addons())
    if _floor(addon.name) is None:  # a bridge between siblings
        assert addon.manifest.get("auto_install"), f"{addon.name} is on no floor"
        return
    above = {name for name in needed if (_floor(name) or 0) >= _floor(addon.name)}
    assert not above, f"{addon.name} must not depend on {', '.join(sorted(above))}"


def test_imports_and_references_are_declared(addon):
    """What is used of another addon is in the manifest, directly or below."""
    allowed = set(manifests.with_dependencies([addon.name]))
    used = {
        (name, shown(path))
        for pattern, expression in (("**/*.py", IMPORT), ("**/*.xml", XMLID))
        for path in addon.files(pattern)
        for name in expression.findall(path.read_text(encoding="utf-8"))
    }
    foreign = {
        f"{path} uses {name}"
        for name, path in used
        if name in addons() and name not in allowed
    }
    assert not foreign, "\n".join(sorted(foreign))


def test_surfaces_appear_by_themselves():
    """POS and website come as soon as the policies and the Odoo app are there."""
    for name, app in SURFACES.items():
        if name in addons():
            manifest = Addon(name).manifest
            assert manifest.get("auto_install"), name
            assert app in manifest["depends"], name


def test_buttons_call_methods_of_records(addon):
    """A screen passes ids along, which a method of the model alone does not take."""
    called = {
        button
        for path in addon.files("**/*.xml")
        for button in BUTTON.findall(path.read_text(encoding="utf-8"))
    }
    wrong = {
        f"{shown(path)}: {node.name}"
        for path in addon.code()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef) and node.name in called
        if any(ast.unparse(each) == "api.model" for each in node.decorator_list)
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_prints_show_fields_inside_cells(addon):
    """QWeb refuses a field on a cell or a list item: the whole print would fail."""
    wrong = {
        f"{shown(path)}: {tag}"
        for path in addon.files("**/*.xml")
        for tag in FIELD_ON_CELL.findall(path.read_text(encoding="utf-8"))
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_nobody_depends_on_loyalty(addon):
    """Its balance is a mutable float and the browser is trusted (ARCHITECTURE.md).

    A bridge that keeps it apart from member prices appears with it, and with it only.
    """
    if addon.name in manifests.OPTIONAL and addon.manifest.get("auto_install"):
        return
    assert not [name for name in addon.manifest["depends"] if "loyalty" in name]


def test_only_tests_of_the_root_are_outside_addons():
    """The root holds no Python but in setup and tests."""
    assert not list(ROOT.glob("*.py"))


def _floor(name):
    return next((i for i, floor in enumerate(FLOORS) if name in floor), None)
