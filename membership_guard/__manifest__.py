{
    "name": "Membership Guard",
    "version": "19.0.1.0.0",
    "summary": "What every form that strangers may fill in needs: a limit on how "
    "often somebody asks, and a look into uploaded files.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["base"],
    "data": ["security/ir.model.access.csv"],
}
