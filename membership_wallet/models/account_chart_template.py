from odoo import models


class AccountChartTemplate(models.AbstractModel):
    _inherit = "account.chart.template"

    def _post_load_data(self, template_code, company, template_data):
        """A company that gets its chart of accounts can take stored value at once."""
        result = super()._post_load_data(template_code, company, template_data)
        company = company or self.env.company
        if not company.parent_id:
            company.sudo()._set_up_membership_wallet()
        return result
