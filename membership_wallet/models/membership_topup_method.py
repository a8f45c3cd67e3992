from odoo import api, fields, models
from odoo.exceptions import UserError


class MembershipTopupMethod(models.Model):
    """A way to pay money in: cash, bank card, QR payment, another company's card."""

    _name = "membership.topup.method"
    _description = "Top-up Method"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # Cascade: a chart of accounts can only be exchanged while nothing is booked, and
    # then its journals go; a method that was used is protected by its top-ups.
    journal_id = fields.Many2one(
        "account.journal",
        required=True,
        ondelete="cascade",
        check_company=True,
        domain=[("type", "in", ("cash", "bank", "credit"))],
        help="Top-ups paid this way are booked in this journal.",
    )
    account_id = fields.Many2one(
        "account.account",
        string="Receiving Account",
        check_company=True,
        domain=[("account_type", "in", ("asset_cash", "asset_current"))],
        help="Where the money is booked. Empty: the journal's own account. Choose a "
        "clearing account when the bank statement is imported and reconciled.",
    )
    needs_reference = fields.Boolean(
        help="The operator must enter the number of the slip or of the payment."
    )

    _name_unique = models.UniqueIndex(
        "(company_id, journal_id, (name ->> 'en_US')) WHERE active",
        "This journal already has a top-up method with this name.",
    )

    # === BUSINESS METHODS === #
    def _get_receiving_account(self):
        """The account that is debited when money comes in this way.

        :raises UserError: if neither the method nor its journal has one
        """
        self.ensure_one()
        method = self.sudo()
        account = method.account_id or method.journal_id.default_account_id
        if not account:
            raise UserError(
                self.env._(
                    "The top-up method %(method)s has no account: set one on its "
                    "journal %(journal)s.",
                    method=method.name,
                    journal=method.journal_id.name,
                )
            )
        return account

    @api.model
    def _create_defaults(self, company):
        """One method for the company's first cash and first bank journal."""
        methods = self.with_context(active_test=False).search(
            [("company_id", "=", company.id)]
        )
        if methods:
            return methods
        Journal = self.env["account.journal"]
        vals_list = []
        for journal_type in ("cash", "bank"):
            journal = Journal.search(
                [("company_id", "=", company.id), ("type", "=", journal_type)],
                order="sequence, id",
                limit=1,
            )
            if not journal and journal_type == "cash":
                # Charts of accounts no longer bring one, and cash is what a counter
                # takes first.
                journal = Journal.create(
                    {
                        "name": self.env._("Cash"),
                        "type": "cash",
                        "company_id": company.id,
                    }
                )
            if journal:
                vals_list.append(self._prepare_default_vals(journal))
        return self.create(vals_list)

    def _prepare_default_vals(self, journal):
        return {
            "name": journal.name,
            "journal_id": journal.id,
            "company_id": journal.company_id.id,
            "sequence": 10 if journal.type == "cash" else 20,
        }
