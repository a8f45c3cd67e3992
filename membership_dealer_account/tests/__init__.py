from . import test_account
from . import test_doctests
from . import test_portal
from . import test_roles
