from . import test_activation_at_till
from . import test_application_at_till
from . import test_charter_at_till
from . import test_roles
from . import test_tour
