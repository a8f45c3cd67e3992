from . import test_handover
from . import test_life
from . import test_lookup
from . import test_money
from . import test_pure
from . import test_stock
