from . import membership_card
from . import membership_member
from . import membership_member_portal
