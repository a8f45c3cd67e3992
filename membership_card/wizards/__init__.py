from . import base_partner_merge
from . import membership_card_act
from . import membership_member_enrol
from . import membership_member_set_level
from . import membership_member_merge
from . import membership_member_act
