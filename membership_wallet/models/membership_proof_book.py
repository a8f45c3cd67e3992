from odoo import api, fields, models


class MembershipProofBook(models.Model):
    """What one proof found in the books of one company."""

    _name = "membership.proof.book"
    _description = "Proof of Stored Value"
    _order = "proof_id desc, company_id, id"

    proof_id = fields.Many2one(
        "membership.proof", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    book = fields.Selection(
        selection=lambda self: (
            self.env["membership.account"]
            ._fields["book"]
            ._description_selection(self.env)
        ),
        default="wallet",
        required=True,
        readonly=True,
        help="What is owed: stored value of members or gift cards, each on its own "
        "account.",
    )
    wallets = fields.Monetary(readonly=True, help="Sum of all members' stored value.")
    liability = fields.Monetary(
        string="Liability Account",
        readonly=True,
        help="Credit balance of “Customer stored value”, posted journal entries only.",
    )
    unposted = fields.Monetary(
        string="Open Tills",
        readonly=True,
        help="What tills have taken and paid out of wallets since they were opened; "
        "closing the session books it.",
    )
    difference = fields.Monetary(
        readonly=True, help="Wallets − liability account − open tills. Zero: they tie."
    )
    is_tied = fields.Boolean(compute="_compute_is_tied")
    result = fields.Selection(
        [("tied", "Ties"), ("differs", "Differs")], compute="_compute_is_tied"
    )

    # === COMPUTE METHODS === #
    @api.depends("difference")
    def _compute_is_tied(self):
        for book in self:
            book.is_tied = book.currency_id.is_zero(book.difference)
            book.result = "tied" if book.is_tied else "differs"

    @api.depends("company_id", "currency_id")
    def _compute_display_name(self):
        for book in self:
            book.display_name = f"{book.company_id.name} ({book.currency_id.name})"

    # === ACTION METHODS === #
    def action_view_wallets(self):
        """Open the wallets that make up the sum."""
        self.ensure_one()
        books = self.env["membership.account"]._get_book_values(self.book)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Wallets"),
            "res_model": "membership.account",
            "view_mode": "list,form",
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("unit_id.currency_id", "=", self.currency_id.id),
                ("book", "in", books),
            ],
        }

    def action_view_liability(self):
        """Open the journal items of the liability account."""
        self.ensure_one()
        role = self.company_id._get_membership_books()[self.book]
        account = self.company_id.sudo()[f"membership_{role}_account_id"]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal Items"),
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": [
                ("account_id", "=", account.id),
                ("parent_state", "=", "posted"),
                ("company_id", "child_of", self.company_id.id),
            ],
        }

    # === HELPERS === #
    def _format(self, amount):
        return self.currency_id.format(amount)
