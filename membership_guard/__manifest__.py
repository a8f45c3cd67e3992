{
    "name": "Membership Guard",
    "version": "19.0.1.0.0",
    "summary": "What every door to the outside needs: a limit on how often somebody "
    "asks, a look into uploaded files, sheets of any spreadsheet, guarded records.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["base"],
    "external_dependencies": {"python": ["openpyxl", "python-calamine", "xlrd"]},
    "data": ["security/ir.model.access.csv"],
}
