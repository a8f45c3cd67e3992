"""The page for people says what the test of the roles proves."""

import importlib.util

from tests.architecture.reading import ROOT


def test_roles_page_is_the_table():
    """Write ``docs/roles.md`` anew with ``to_markdown`` when the table changes."""
    path = ROOT / "membership_card" / "tests" / "roles.py"
    spec = importlib.util.spec_from_file_location("roles", path)
    roles = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(roles)
    page = (ROOT / "docs" / "roles.md").read_text(encoding="utf-8")
    assert page == roles.to_markdown()
