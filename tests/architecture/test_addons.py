"""What every addon brings along: manifest, README, packaging, Chinese."""

import re

import polib
import pytest

from tests.architecture.reading import ROOT, addons

README_SECTIONS = ("Purpose", "Configuration", "Usage", "Extension points", "Limits")
PYPROJECT = """[build-system]
requires = ["whool"]
build-backend = "whool.buildapi"
"""
# Words that the glossary rules out in Chinese: a retailer does not say them.
UNWANTED_CHINESE = {"钱包": "储值", "分数": "积分", "拜访": "回访"}


def test_manifest_says_who_and_what(addon):
    """Licence, author, version and one sentence of purpose."""
    manifest = addon.manifest
    assert manifest["license"] == "LGPL-3"
    assert manifest["author"] == "Membership Suite"
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", manifest["version"])
    assert manifest["name"] and manifest["summary"]
    assert not manifest["summary"].rstrip().endswith(".."), "one sentence"


def test_readme_has_its_sections(addon):
    """A reader finds the same five headings everywhere."""
    readme = addon.folder / "README.rst"
    assert readme.exists(), f"{addon.name}/README.rst is missing"
    text = readme.read_text(encoding="utf-8").lower()
    missing = [name for name in README_SECTIONS if f"\n{name.lower()}\n" not in text]
    assert not missing, f"{addon.name}/README.rst lacks {', '.join(missing)}"


def test_addon_builds_with_whool(addon):
    """The three lines that make a wheel of an addon."""
    assert (addon.folder / "pyproject.toml").read_text() == PYPROJECT


def test_addon_has_tests(addon):
    """Each promise is kept by a test."""
    assert list(addon.folder.glob("tests/test_*.py")), f"{addon.name} has no tests"


def test_chinese_is_complete(addon):
    """Every term is translated, none is a guess, none is a word nobody says."""
    path = addon.folder / "i18n" / "zh_CN.po"
    assert path.exists(), f"{addon.name}/i18n/zh_CN.po is missing"
    catalogue = polib.pofile(str(path))
    problems = [
        f"not translated: {e.msgid!r}" for e in catalogue.untranslated_entries()
    ]
    problems += [f"fuzzy: {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    problems += [
        f"{word} ({better}): {entry.msgstr!r}"
        for entry in catalogue
        for word, better in UNWANTED_CHINESE.items()
        if word in entry.msgstr
    ]
    assert not problems, "\n".join(problems)


def test_translation_knows_every_term(addon):
    """The Chinese file was made from the template that lies beside it."""
    folder = addon.folder / "i18n"
    template = folder / f"{addon.name}.pot"
    assert template.exists(), f"{addon.name}/i18n/{addon.name}.pot is missing"
    terms = {entry.msgid for entry in polib.pofile(str(template))}
    known = {entry.msgid for entry in polib.pofile(str(folder / "zh_CN.po"))}
    assert not terms - known, f"not in zh_CN.po: {sorted(terms - known)[:20]}"


@pytest.mark.parametrize("name", addons())
def test_readme_of_the_suite_links_every_addon(name):
    """One link per addon on the first page."""
    assert f"({name}/README.rst)" in (ROOT / "README.md").read_text(encoding="utf-8")
