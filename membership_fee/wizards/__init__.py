from . import membership_fee_charge
from . import membership_fee_waive
