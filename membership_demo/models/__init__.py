from . import membership_append_only
from . import membership_card
from . import membership_member
from . import membership_purchase
from . import membership_topup
from . import membership_topup_rule
from . import membership_wallet_booking
