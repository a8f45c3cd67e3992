from . import test_charging
from . import test_invoicing
from . import test_reminding
from . import test_suspension
from . import test_waiving
