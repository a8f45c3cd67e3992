from . import test_tier_review
