from odoo.addons.membership_ledger.upgrading import release_rules


def migrate(cr, version):
    """Record rules were kept as first installed: take those of this version."""
    release_rules(cr, "membership_application")
