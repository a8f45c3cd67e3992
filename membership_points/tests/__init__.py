from . import test_accrual
from . import test_points_rule
from . import test_earning
from . import test_refund
from . import test_level
from . import test_adjust
from . import test_access
from . import test_points_report
