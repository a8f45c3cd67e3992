from . import membership_dealer
from . import res_company
from . import res_config_settings
