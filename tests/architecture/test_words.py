"""Words that mean a mistake wherever they stand."""

import re

from tests.architecture.reading import ROOT, shown

FORBIDDEN = {
    r"^\s*_sql_constraints\b": "Odoo 19 ignores it: use models.Constraint",
    r"\bself\._cr\b": "use self.env.cr",
    r"\bfrom odoo\.osv\b": "use odoo.fields.Domain",
    r"type=[\"']json[\"']": 'use type="jsonrpc"',
    r"<tree\b": "use <list>",
    r"\b(FIXME|XXX)\b": "mend it, or file it",
    r"\bTODO\b(?!\([\w-]+, #\d+\))": "write TODO(owner, #issue)",
    r"(?<![\w.])/(root|home|work|Users)/\w": "a path of one machine",
}
KINDS = ("*.py", "*.js", "*.xml", "*.md", "*.rst", "*.scss", "*.toml")
HERE = "tests/architecture/test_words.py"


def test_no_forbidden_words():
    """Old API that fails silently, unfinished work, somebody's own machine."""
    found = [
        f"{name}: {reason}"
        for name, text in _texts()
        for pattern, reason in FORBIDDEN.items()
        if re.search(pattern, text, re.MULTILINE)
    ]
    assert not found, "\n".join(found)


def _texts():
    for top in sorted(ROOT.iterdir()):
        if top.name.startswith(".") or top.name == "node_modules":
            continue
        paths = [top] if top.is_file() else [p for k in KINDS for p in top.rglob(k)]
        for path in paths:
            if path.suffix in {kind[1:] for kind in KINDS} and shown(path) != HERE:
                yield shown(path), path.read_text(encoding="utf-8")
