import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_open

TERMINAL = "membership"


class PosPaymentMethod(models.Model):
    """Stored value as a way to pay, without a journal.

    The money is already in the books: paying with it lowers the liability, which the
    closing of the session posts directly (``pos_session.py``). A journal would make
    core create payments and ask for a count.
    """

    _inherit = "pos.payment.method"

    type = fields.Selection(selection_add=[(TERMINAL, "Stored Value")])

    # === COMPUTE METHODS === #
    @api.depends("use_payment_terminal")
    def _compute_type(self):
        stored_value = self._get_stored_value_methods()
        stored_value.type = TERMINAL
        return super(PosPaymentMethod, self - stored_value)._compute_type()

    @api.depends("type", "payment_method_type")
    def _compute_hide_use_payment_terminal(self):
        # Core hides terminals of methods without a journal, because those are credit.
        result = super()._compute_hide_use_payment_terminal()
        self._get_stored_value_methods().hide_use_payment_terminal = False
        return result

    # === CONSTRAINT METHODS === #
    @api.constrains("use_payment_terminal", "journal_id", "split_transactions")
    def _check_stored_value_has_no_journal(self):
        for method in self._get_stored_value_methods():
            if method.journal_id or method.split_transactions:
                raise ValidationError(
                    self.env._(
                        "%(method)s is stored value: it has no journal and does not "
                        "identify customers, the member's card does that.",
                        method=method.name,
                    )
                )

    @api.onchange("use_payment_terminal")
    def _onchange_use_payment_terminal(self):
        """Stored value needs neither journal nor customer; leave the form savable."""
        result = super()._onchange_use_payment_terminal()
        if self.use_payment_terminal == TERMINAL:
            self.journal_id = False
            self.split_transactions = False
        return result

    # === BUSINESS METHODS === #
    def _get_payment_terminal_selection(self):
        return [
            *super()._get_payment_terminal_selection(),
            (TERMINAL, self.env._("Stored value of members")),
        ]

    def _get_wallet_methods(self):
        """Those of these methods with which members pay from their stored value."""
        return self.filtered(lambda method: method.use_payment_terminal == TERMINAL)

    def _get_stored_value_methods(self):
        """Hook: those that take money out of the ledger, whoever it belongs to."""
        return self._get_wallet_methods()

    @api.model
    def _get_or_create_stored_value(self, company):
        """The company's method for stored value, made when it has none."""
        Method = self.sudo().with_context(active_test=False).with_company(company)
        method = Method.search(
            [("company_id", "=", company.id), ("use_payment_terminal", "=", TERMINAL)],
            limit=1,
        )
        return method or Method._create_stored_value(company)

    @api.model
    def _create_stored_value(self, company):
        """A new method, named in every language: tills show it to all cashiers."""
        method = self.create(self._prepare_stored_value_vals(company))
        for code, _name in self.env["res.lang"].get_installed():
            named = method.with_context(lang=code)
            named.name = named.env._("Stored Value")
        return method

    # === HOOKS === #
    @api.model
    def _prepare_stored_value_vals(self, company):
        """Hook: what a new method for stored value looks like."""
        return {
            "name": self.env._("Stored Value"),
            "company_id": company.id,
            "payment_method_type": "terminal",
            "use_payment_terminal": TERMINAL,
            "journal_id": False,
            "split_transactions": False,
            "image": self._get_stored_value_image(),
            # First on the screen: a member who has stored value pays with it.
            "sequence": -1,
        }

    # === HELPERS === #
    @api.model
    def _get_stored_value_image(self):
        with file_open("membership_pos/static/img/stored_value.png", "rb") as image:
            return base64.b64encode(image.read())
