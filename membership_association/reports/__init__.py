from . import contacts_xlsx
