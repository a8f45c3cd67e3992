from . import membership_throttle
from . import membership_registration
from . import membership_registration_code
from . import membership_registration_finish
from . import membership_application
from . import membership_card_type
from . import res_company
from . import res_config_settings
