"""Small files and small functions (style: split by concern, not by size)."""

from tests.architecture.reading import ROOT, functions, lines, shown

PYTHON_LINES = 300
FUNCTION_LINES = 40
JAVASCRIPT_LINES = 200


def test_python_files_are_short(addon):
    """A model file fits into one sitting."""
    long = [f"{shown(p)}: {lines(p)}" for p in addon.code() if lines(p) > PYTHON_LINES]
    assert not long, "\n".join(long)


def test_functions_are_short(addon):
    """A method fits on a screen."""
    long = [
        f"{shown(path)}: {name} has {length} lines"
        for path in addon.code()
        for name, length in functions(path)
        if length > FUNCTION_LINES
    ]
    assert not long, "\n".join(long)


def test_javascript_files_are_short(addon):
    """A patch adds one concern."""
    long = [
        f"{shown(path)}: {lines(path)}"
        for path in addon.files("static/src/**/*.js")
        if lines(path) > JAVASCRIPT_LINES
    ]
    assert not long, "\n".join(long)


def test_commands_are_short():
    """The same budgets hold for what prepares the machine."""
    paths = [p for p in sorted((ROOT / "setup").rglob("*.py")) if lines(p)]
    assert not [shown(p) for p in paths if lines(p) > PYTHON_LINES]
    assert not [
        f"{shown(path)}: {name}"
        for path in paths
        for name, length in functions(path)
        if length > FUNCTION_LINES
    ]
