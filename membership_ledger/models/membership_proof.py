from odoo import api, fields, models
from odoo.tools import SQL

from ..const import CHUNK


class MembershipProof(models.Model):
    """One run of all checks over the books of the suite, kept to be shown."""

    _name = "membership.proof"
    _description = "Membership Proof"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    run_at = fields.Datetime(
        string="Run", required=True, readonly=True, default=fields.Datetime.now
    )
    company_id = fields.Many2one(
        "res.company", readonly=True, help="Empty: all companies."
    )
    is_full = fields.Boolean(
        string="Full",
        readonly=True,
        help="All hashes from the first entry on, not only those since the last seal.",
    )
    state = fields.Selection(
        [("passed", "Passed"), ("noted", "Passed, with notes"), ("failed", "Failed")],
        readonly=True,
        required=True,
        default="passed",
    )
    account_count = fields.Integer(readonly=True)
    entry_count = fields.Integer(readonly=True)
    line_ids = fields.One2many("membership.proof.line", "proof_id", readonly=True)
    error_count = fields.Integer(readonly=True, string="Differences")

    # === COMPUTE METHODS === #
    @api.depends("run_at")
    @api.depends_context("lang", "tz")
    def _compute_name(self):
        for proof in self:
            moment = fields.Datetime.context_timestamp(proof, proof.run_at)
            proof.name = self.env._(
                "Proof of %(when)s", when=f"{moment:%Y-%m-%d %H:%M}"
            )

    # === ACTION METHODS === #
    def action_run(self):
        """Run all checks now and show the result (the ids of a button are not used)."""
        self.check_access("read")
        companies = self.env.companies
        proof = self._prove(company=companies if len(companies) == 1 else None)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": proof.id,
            "view_mode": "form",
        }

    # === BUSINESS METHODS === #
    @api.model
    def _prove(self, company=None, full=False):
        """Recompute everything from the entries and name each difference.

        :param company: check the accounts of this (root) company only
        :param full: verify all hashes, not only those since the last seal
        :returns: the ``membership.proof`` with its lines
        """
        self.env.flush_all()
        root = company and company.root_id
        proof = self.sudo().create(
            {"company_id": root and root.id, "is_full": full, **self._count(root)}
        )
        lines = []
        for check in proof._get_checks():
            lines += check()
        proof.line_ids = [fields.Command.create(vals) for vals in lines[:CHUNK]]
        errors = sum(vals.get("severity", "error") == "error" for vals in lines)
        state = "failed" if errors else "noted" if lines else "passed"
        proof.write({"state": state, "error_count": errors})
        return proof.sudo(False)

    @api.model
    def _cron_prove(self):
        """Nightly; fully on Sundays (ten million links take a minute and a half)."""
        self._prove(full=fields.Date.today().weekday() == 6)

    @api.model
    def _count(self, company):
        self.env.cr.execute(
            SQL(
                "SELECT COUNT(*), COALESCE(SUM(last_number), 0) "
                "FROM membership_account WHERE %s",
                SQL("company_id = %s", company.id) if company else SQL("TRUE"),
            )
        )
        accounts, entries = self.env.cr.fetchone()
        return {"account_count": accounts, "entry_count": entries}

    # === HOOKS === #
    def _get_checks(self):
        """Hook: the checks of a proof.

        :returns: list of callables without arguments; each returns a list of dicts
            with the values of ``membership.proof.line`` (check, message, and what
            helps: account_id, expected, found, severity, res_model, res_id)
        """
        return [
            self._check_balances,
            self._check_credits,
            self._check_numbers,
            self._check_lots,
            self._check_holds,
            self._check_reversals,
            self._check_links,
            self._check_seals,
            self._list_overdrawn,
            self._list_forced,
        ]
