from . import test_gift_at_till
from . import test_roles
from . import test_tour
from . import test_shared_types
