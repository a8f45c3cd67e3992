from . import membership_account_statement
from . import membership_fee_charge
from . import membership_fee_waive
from . import membership_member_act
