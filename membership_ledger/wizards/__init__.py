from . import membership_account_statement
from . import membership_hold_release
