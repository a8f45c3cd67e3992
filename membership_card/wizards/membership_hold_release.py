from odoo import models


class MembershipHoldRelease(models.TransientModel):
    """Who releases what is held may see it."""

    _name = "membership.hold.release"
    _inherit = ["membership.hold.release", "membership.naming"]
