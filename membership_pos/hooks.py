def post_init_hook(env):
    """Tills that exist already can take stored value as soon as their session ends."""
    env["pos.config"].search([])._set_up_membership()


def uninstall_hook(env):
    """Leave the tills as they were: no payment method that nobody understands."""
    methods = env["pos.payment.method"].with_context(active_test=False).search([])
    stored_value = methods._get_stored_value_methods()
    stored_value.write(
        {"active": False, "use_payment_terminal": False, "payment_method_type": "none"}
    )
