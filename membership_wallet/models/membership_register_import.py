from odoo import models


class MembershipRegisterImport(models.Model):
    _inherit = "membership.register.import"
