from odoo import models


class MembershipAccountStatement(models.TransientModel):
    """A statement is of an account that its reader may see."""

    _name = "membership.account.statement"
    _inherit = ["membership.account.statement", "membership.naming"]
