from . import membership_card_type
from . import membership_throttle
from . import membership_till_activation
from . import membership_till_application
from . import membership_till_charter
from . import pos_config
