def post_init_hook(env):
    """Companies that keep books here get the accounts for dealers' money."""
    companies = env["res.company"].sudo().search([("parent_id", "=", False)])
    companies._set_up_membership_wallet()
