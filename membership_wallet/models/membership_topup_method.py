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

    def _check_reference(self, reference):
        """Raise if money that comes in this way needs the number of a slip.

        :param str reference: what the operator has entered
        """
        if self.needs_reference and not (reference or "").strip():
            raise UserError(
                self.env._(
                    "%(method)s needs a reference: enter the number of the slip or the "
                    "payment.",
                    method=self.name,
                )
            )

    @api.model
    def _create_defaults(self, company):
        """One method for the company's first cash and first bank journal."""
        methods = self.with_context(active_test=False).search(
            [("company_id", "=", company.id)]
        )
        if methods:
            return methods
        Journal = self.env["account.journal"]
        journals = Journal.browse()
        for journal_type in ("cash", "bank"):
            journal = Journal.search(
                [("company_id", "=", company.id), ("type", "=", journal_type)],
                order="sequence, id",
                limit=1,
            )
            if not journal and journal_type == "cash":
                # Charts of accounts no longer bring one, and cash is what a counter
                # takes first.
                journal = self._create_cash_journal(company)
            journals |= journal
        methods = self.create([self._prepare_default_vals(each) for each in journals])
        for method in methods:
            names = method.journal_id._fields["name"]._get_stored_translations
            method.update_field_translations("name", names(method.journal_id))
        return methods

    def _create_cash_journal(self, company):
        """A cash journal with its name in every language."""
        Journal = self.env["account.journal"].with_context(lang="en_US")
        journal = Journal.create(
            {"name": "Cash", "type": "cash", "company_id": company.id}
        )
        names = {
            code: self.with_context(lang=code).env._("Cash")
            for code, _name in self.env["res.lang"].get_installed()
        }
        journal.update_field_translations("name", names)
        return journal

    def _prepare_default_vals(self, journal):
        return {
            "name": journal.name,
            "journal_id": journal.id,
            "company_id": journal.company_id.id,
            "sequence": 10 if journal.type == "cash" else 20,
        }
