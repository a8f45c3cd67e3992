from . import membership_guarded
from . import membership_throttle
