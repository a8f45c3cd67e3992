def post_init_hook(env):
    """Give every company that keeps books here its accounts and top-up methods."""
    companies = env["res.company"].sudo().search([("parent_id", "=", False)])
    companies._set_up_membership_wallet()
