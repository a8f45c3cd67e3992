"""What data files cannot say: masters for every company that is already there."""


def post_init_hook(env):
    """Give each root company a head office, a ladder and a card type."""
    companies = env["res.company"].search([("parent_id", "=", False)])
    companies._create_membership_masters()


def uninstall_hook(env):
    """Forget the settings; tables take their triggers and indexes with them."""
    env["ir.config_parameter"].search([("key", "=like", "membership_card.%")]).unlink()
