"""Reading addons without Odoo: manifests, classes, records."""

import ast
import csv
import functools
import sys
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "setup"))

from toolkit import manifests  # noqa: E402


def addons():
    """Names of the suite's addons."""
    return manifests.everything()


class Addon:
    """The files of one addon."""

    def __init__(self, name):
        self.name = name
        self.folder = ROOT / name
        self.manifest = manifests.read(name)

    def files(self, pattern):
        """Its files of a pattern, tests and libraries of others left out."""
        return [
            path
            for path in sorted(self.folder.glob(pattern))
            if not {"lib", "migrations"} & set(path.relative_to(self.folder).parts)
        ]

    def code(self):
        """Its Python files without tests."""
        return [
            path
            for path in self.files("**/*.py")
            if path.relative_to(self.folder).parts[0] != "tests"
        ]

    def models(self):
        """The models it defines: see :class:`Model`."""
        return [
            model
            for path in self.code()
            for node in parse(path).body
            if isinstance(node, ast.ClassDef) and (model := Model.read(node))
        ]

    def records(self):
        """Every ``<record>`` of the XML files its manifest names."""
        for name in self.manifest.get("data", ()):
            path = self.folder / name
            if path.suffix == ".xml" and path.exists():
                yield from etree.parse(str(path)).iter("record")

    def access_rows(self):
        """The rows of its ``ir.model.access.csv`` as dicts."""
        path = self.folder / "security" / "ir.model.access.csv"
        if not path.exists():
            return []
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))


class Model:
    """A new model: its name, its kind and its fields, as far as the class tells."""

    def __init__(self, name, kind, fields):
        self.name, self.kind, self.fields = name, kind, fields

    @property
    def xmlid(self):
        """How data files refer to the model."""
        return "model_" + self.name.replace(".", "_")

    @classmethod
    def read(cls, node):
        """The model a class defines, or None if it only extends one."""
        kinds = [base.attr for base in node.bases if isinstance(base, ast.Attribute)]
        kind = next((kind for kind in kinds if kind.endswith("Model")), None)
        assigned = {
            statement.targets[0].id: statement.value
            for statement in node.body
            if isinstance(statement, ast.Assign)
            and isinstance(statement.targets[0], ast.Name)
        }
        name = assigned.get("_name")
        if not kind or not name:
            return None
        inherited = ast.unparse(assigned.get("_inherit", ast.Constant("")))
        if repr(name.value) in inherited:  # the same name: an extension
            return None
        return cls(name.value, kind, set(assigned))


@functools.cache
def parse(path):
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path):
    """Every function of a Python file as (name, number of lines)."""
    for node in ast.walk(parse(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.end_lineno - node.lineno + 1


def lines(path):
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def shown(path):
    """A path as a reader of the project writes it."""
    return path.relative_to(ROOT).as_posix()
