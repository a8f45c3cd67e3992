from odoo import models
from odoo.modules import module
from odoo.tools import SQL


class MembershipAccount(models.Model):
    """The gate of shared accounts: many tills, one at a time, no retry."""

    _inherit = "membership.account"

    # First number of the advisory lock, so that it meets no other lock of Odoo.
    _GATE = 0x6D656D62

    def _pass_gate(self):
        """Wait until no other till works on these accounts, then see their last state.

        Call it at the entry point, before any write: a second cursor takes an advisory
        lock per shared account (in id order), then this transaction starts afresh, so
        that its snapshot is younger than the last till's commit and its UPDATE cannot
        fail. The lock goes with the commit or rollback of this transaction. Accounts
        that are not shared, for which Odoo's own retry suffices, pass at once.
        """
        shared = self.sudo().filtered("is_shared").sorted("id")
        if not shared or module.current_test:
            return  # a test's cursors are one connection: there is nobody to wait for
        cr = self.env.cr
        gate = self.env.registry.cursor()
        try:
            for account_id in shared.ids:
                gate.execute(
                    SQL("SELECT pg_advisory_xact_lock(%s, %s)", self._GATE, account_id)
                )
            cr.rollback()
            self.env.invalidate_all(flush=False)
        except BaseException:
            gate.close()
            raise
        cr.postcommit.add(gate.close)
        cr.postrollback.add(gate.close)
