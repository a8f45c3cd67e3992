from . import membership_dealer
