from . import membership_member_enrol
from . import membership_member_topup
from . import membership_topup_reverse
from . import membership_account_adjust
from . import membership_invoice_pay
from . import membership_member_act
