from . import test_fee_at_till
from . import test_roles
from . import test_tour
