from . import test_pure
from . import test_card_token
from . import test_portal
from . import test_statement
