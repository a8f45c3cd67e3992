from . import membership_dealer_act
