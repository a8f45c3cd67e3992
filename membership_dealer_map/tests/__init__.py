from . import test_dealer_map
