from . import test_dealer_at_till
from . import test_tour
