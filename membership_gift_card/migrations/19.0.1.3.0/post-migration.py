from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Companies that keep books get the account for settling gift cards."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    companies = env["res.company"].search([("parent_id", "=", False)])
    companies._set_up_membership_wallet()
