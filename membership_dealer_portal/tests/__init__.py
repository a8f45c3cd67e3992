from . import test_application
from . import test_doctests
from . import test_ordering
from . import test_passing
from . import test_portal
from . import test_price_matrix
