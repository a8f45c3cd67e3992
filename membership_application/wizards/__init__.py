from . import membership_application_refuse
from . import membership_card_activate
