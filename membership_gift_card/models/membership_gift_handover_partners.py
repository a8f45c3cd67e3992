from odoo import api, fields, models


class MembershipGiftHandover(models.Model):
    """Cards of a shared type go to another company's outlet, and come back from there.

    Whoever hands them over sees nothing of that company: its outlets are a list of
    names, made for this choice.
    """

    _inherit = "membership.gift.handover"

    other_outlet = fields.Selection(
        selection=lambda self: self._get_other_outlets(),
        string="To Another Company",
        compute="_compute_other_outlet",
        inverse="_inverse_other_outlet",
        compute_sudo=True,
        help="An outlet of another company that shares a gift card type with yours.",
    )
    has_other_outlets = fields.Boolean(compute="_compute_has_other_outlets")

    # === COMPUTE METHODS === #
    @api.depends("outlet_to_id")
    @api.depends_context("allowed_company_ids")
    def _compute_other_outlet(self):
        known = {key for key, _name in self._get_other_outlets()}
        for handover in self:
            key = str(handover.outlet_to_id.id)
            handover.other_outlet = key if key in known else False

    def _inverse_other_outlet(self):
        for handover in self.filtered("other_outlet"):
            handover.outlet_to_id = int(handover.other_outlet)

    @api.depends_context("allowed_company_ids")
    def _compute_has_other_outlets(self):
        self.has_other_outlets = bool(self._get_other_outlets())

    # === HELPERS === #
    @api.model
    def _get_other_outlets(self):
        """[(id as text, company and name)] of outlets of companies that share a type
        with this one."""
        root = self.env.company.root_id
        types = self.env["membership.gift.type"]._find_known_at(root)
        shared = types.filtered(
            lambda kind: kind.company_id == root or root in kind._get_partners()
        )
        companies = (shared.company_id | shared._get_partners()) - root
        outlets = (
            self.env["membership.outlet"]
            .sudo()
            .search(
                [("company_id", "child_of", companies.ids), ("kind", "!=", "region")]
            )
            if companies
            else self.env["membership.outlet"]
        )
        return [
            (str(outlet.id), f"{outlet.company_id.name} · {outlet.display_name}")
            for outlet in outlets
        ]
