from . import test_doctests
from . import test_application
from . import test_charter
from . import test_desk
from . import test_documents
from . import test_issue
from . import test_reports
from . import test_special
