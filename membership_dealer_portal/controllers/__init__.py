from . import apply
from . import portal
from . import quick_order
