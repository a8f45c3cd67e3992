def post_init_hook(env):
    """Give every company that keeps books here its accounts and top-up methods."""
    companies = env["res.company"].sudo().search([("parent_id", "=", False)])
    companies._set_up_membership_wallet()


def uninstall_hook(env):
    """By this addon auditors read the books, and levels counted top-ups."""
    readonly = env.ref("account.group_account_readonly")
    env.ref("membership_ledger.group_auditor").implied_ids -= readonly
    env["membership.level.rule.condition"]._forget("topup")
