from . import test_membership_dealer
from . import test_dealer_state
from . import test_dealer_price
from . import test_dealer_watch
from . import test_doors
from . import test_price_matrix
from . import test_bad_input
