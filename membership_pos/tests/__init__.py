from . import test_books
from . import test_member_at_till
from . import test_pay
from . import test_refund
from . import test_setup
from . import test_topup
from . import test_tour
from . import test_held_cards
