"""Each architecture test runs once per addon that asks for ``addon``."""

import pytest

from tests.architecture.reading import Addon, addons


@pytest.fixture(params=addons())
def addon(request):
    """One addon of the suite, as its files."""
    return Addon(request.param)
