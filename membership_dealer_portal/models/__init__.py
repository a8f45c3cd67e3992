from . import membership_dealer_quantity
from . import membership_dealer_level
from . import membership_dealer
from . import membership_dealer_ordering
from . import membership_dealer_price_list
from . import payment_provider
from . import product_template
from . import sale_order
