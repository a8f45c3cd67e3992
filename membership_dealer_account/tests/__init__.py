from . import test_account
from . import test_doctests
from . import test_portal
