from . import membership_throttle
