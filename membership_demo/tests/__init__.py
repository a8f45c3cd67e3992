from . import test_anonymise
from . import test_clock
from . import test_doctests
from . import test_loaded
from . import test_story
from . import test_screens
