"""What data files cannot say, on the way in and on the way out."""


def post_init_hook(env):
    """Dealer prices are price lists: switch core's feature on."""
    env.ref("base.group_user")._apply_group(env.ref("product.group_product_pricelist"))


def uninstall_hook(env):
    """Archive dealer lists: without this addon they would be anybody's default."""
    lists = env["product.pricelist"].with_context(active_test=False)
    lists.search([("dealer_only", "=", True)]).write({"active": False})
