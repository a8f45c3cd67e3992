from . import membership_dealer_refuse
