from . import ir_actions_report
from . import ir_rule
from . import membership_guarded
from . import membership_naming
from . import membership_throttle
from . import membership_window
