from . import membership_dealer_act
from . import membership_dealer_simulate
