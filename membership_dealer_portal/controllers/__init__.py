from . import apply
from . import passing
from . import portal
from . import quick_order
