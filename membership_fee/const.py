"""Facts about fees that more than one file needs."""

KINDS = [
    ("joining", "Joining"),
    ("yearly", "Yearly"),
    ("supplementary", "Yearly, Supplementary Card"),
    ("card", "Further Card"),
    ("replacement", "Replacement"),
    ("renewal", "Renewal"),
    ("service", "Service"),
    ("late", "Late Payment"),
    ("interest", "Interest Over the Credit Limit"),
]

STATES = [
    ("due", "Due"),
    ("invoiced", "Invoiced"),
    ("paid", "Paid"),
    ("waived", "Waived"),
    ("cancelled", "Cancelled"),
]

# Members or fees that one transaction of the nightly job handles.
CHUNK = 1000

# Documents that one transaction makes through the ORM.
DOCUMENT_CHUNK = 100
