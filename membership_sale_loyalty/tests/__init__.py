from . import test_stacking
