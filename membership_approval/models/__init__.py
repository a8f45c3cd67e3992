from . import membership_approval
from . import tier_definition
from . import tier_review
