from . import test_membership_dealer
from . import test_dealer_state
from . import test_dealer_price
from . import test_doors
