"""What data files cannot say, on the way in and on the way out."""


def post_init_hook(env):
    """Give each root company a head office, a ladder and a card type."""
    companies = env["res.company"].search([("parent_id", "=", False)])
    companies._create_membership_masters()
    # Companies that were there before have not had the default.
    for company in companies.filtered(lambda c: not c.membership_file_item_ids):
        company.membership_file_item_ids = company._default_file_items()
    # Levels are price lists: with the feature off, core's settings page archives all.
    env.ref("base.group_user")._apply_group(env.ref("product.group_product_pricelist"))


def uninstall_hook(env):
    """Take along what no external id points at."""
    # Odoo drops the table with its trigger, not the function behind it.
    env.cr.execute("DROP FUNCTION IF EXISTS membership_access_log_kept() CASCADE")
    # Records go with their tables: deleting them one by one meets foreign keys.
    masters = ("membership.level", "membership.outlet", "membership.card.type")
    env["ir.model.data"].search(
        [("module", "=", "membership_card"), ("model", "in", masters)]
    ).unlink()
    env["ir.config_parameter"].search([("key", "=like", "membership_card.%")]).unlink()
    sequences = env["membership.card.type"].with_context(active_test=False).search([])
    sequences = sequences.sequence_id
    env.cr.execute("UPDATE membership_card_type SET sequence_id = NULL")
    sequences.unlink()
    card_centre = env.ref("membership_ledger.group_card_centre")
    card_centre.implied_ids -= env.ref("base.group_partner_manager")
