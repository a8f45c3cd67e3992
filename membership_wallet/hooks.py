def post_init_hook(env):
    """Give every company that keeps books here its accounts and top-up methods."""
    companies = env["res.company"].sudo().search([("parent_id", "=", False)])
    companies._set_up_membership_wallet()


def uninstall_hook(env):
    """Auditors followed entries into the books because of this addon only."""
    readonly = env.ref("account.group_account_readonly")
    env.ref("membership_ledger.group_auditor").implied_ids -= readonly
