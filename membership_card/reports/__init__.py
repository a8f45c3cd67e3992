from . import holder_statement_xlsx
from . import membership_cobrand_report
