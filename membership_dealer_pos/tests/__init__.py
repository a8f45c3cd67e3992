from . import test_dealer_at_till
