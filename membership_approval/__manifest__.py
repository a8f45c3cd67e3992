{
    "name": "Membership Approval",
    "version": "19.0.1.0.0",
    "summary": "Chains of approvers that only their buttons move on: nobody writes an "
    "approval, approves out of turn or shortens the chain.",
    "author": "Membership Suite",
    "website": "https://github.com/membership-suite/membership-suite",
    "license": "LGPL-3",
    "category": "Hidden",
    "depends": ["base_tier_validation"],
}
