from . import test_apply
from . import test_status
from . import test_throttle
