from . import membership_gift_act
from . import membership_gift_check
from . import membership_gift_invoice
from . import membership_gift_receive
from . import membership_gift_sell
