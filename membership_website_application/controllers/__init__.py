from . import apply
from . import status
