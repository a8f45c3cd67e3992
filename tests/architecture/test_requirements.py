"""requirements.txt is what the manifests ask for, no more and no less."""

from tests.architecture.reading import ROOT, Addon, addons

OCA = "odoo-addon-"


def test_requirements_are_the_union_of_the_manifests():
    """Python packages by name, OCA addons by the addons that depend on them."""
    python, depends = set(), set()
    for name in addons():
        manifest = Addon(name).manifest
        python.update(manifest.get("external_dependencies", {}).get("python", ()))
        depends.update(manifest["depends"])
    named = _requirements()
    oca = {name.removeprefix(OCA) for name in named if name.startswith(OCA)}
    assert {name for name in named if not name.startswith(OCA)} == python
    assert oca <= depends, f"nobody depends on {sorted(oca - depends)}"


def _requirements():
    rows = (ROOT / "requirements.txt").read_text().splitlines()
    return {row.split("==")[0] for row in rows if row and not row.startswith("#")}
