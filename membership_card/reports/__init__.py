from . import holder_statement_xlsx
