from . import test_absence
from . import test_association
from . import test_dues
