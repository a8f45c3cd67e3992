import base64

from odoo import api, models
from odoo.tools import file_open

TERMINAL = "membership_gift"
IMAGE = "membership_pos_gift_card/static/img/gift_card.png"


class PosPaymentMethod(models.Model):
    """Gift cards as a way to pay: like stored value, but of a card, not a member."""

    _inherit = "pos.payment.method"

    # === BUSINESS METHODS === #
    def _get_payment_terminal_selection(self):
        return [
            *super()._get_payment_terminal_selection(),
            (TERMINAL, self.env._("Gift cards")),
        ]

    def _get_gift_methods(self):
        """Those of these methods that take gift cards."""
        return self.filtered(lambda method: method.use_payment_terminal == TERMINAL)

    def _get_stored_value_methods(self):
        """Whatever holds for stored value at a till holds for gift cards, too."""
        return super()._get_stored_value_methods() | self._get_gift_methods()

    @api.onchange("use_payment_terminal")
    def _onchange_use_payment_terminal(self):
        result = super()._onchange_use_payment_terminal()
        if self.use_payment_terminal == TERMINAL:
            self.journal_id = False
            self.split_transactions = False
        return result

    @api.model
    def _get_or_create_gift(self, company):
        """The company's method for gift cards, made when it has none."""
        Method = self.sudo().with_context(active_test=False).with_company(company)
        domain = [
            ("company_id", "=", company.id),
            ("use_payment_terminal", "=", TERMINAL),
        ]
        method = Method.search(domain, limit=1)
        if not method:
            method = Method.create(self._prepare_gift_vals(company))
            for code, _name in self.env["res.lang"].get_installed():
                named = method.with_context(lang=code)
                named.name = named.env._("Gift Card")
        return method

    # === HOOKS === #
    @api.model
    def _prepare_gift_vals(self, company):
        """Hook: what a new method for gift cards looks like."""
        with file_open(IMAGE, "rb") as image:
            picture = base64.b64encode(image.read())
        return {
            "name": self.env._("Gift Card"),
            "company_id": company.id,
            "payment_method_type": "terminal",
            "use_payment_terminal": TERMINAL,
            "journal_id": False,
            "split_transactions": False,
            "image": picture,
        }
