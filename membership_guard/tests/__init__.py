from . import test_membership_guarded
from . import test_sheets
from . import test_throttle
from . import test_upload_check
