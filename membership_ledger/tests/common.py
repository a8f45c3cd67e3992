from decimal import Decimal
from itertools import count
from unittest.mock import patch

from odoo.tests import TransactionCase

from ..exceptions import PostingRefused
from ..models.membership_proof import MembershipProof


class LedgerCommon(TransactionCase):
    """An account of money and a short way to post on it.

    Proofs ask what the ledger promises by itself: whatever stands on it keeps books,
    and these postings are in none.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = (f"test:{number}" for number in count(1))
        cls.unit = cls.env["membership.unit"]._for_currency(cls.env.company.currency_id)
        cls.unit.bucket_order = "principal,bonus"
        cls.points = cls.env.ref("membership_ledger.unit_points")
        cls.account = cls._create_account()
        cls.document = cls.env["res.partner"].create({"name": "A document"})

    def setUp(self):
        super().setUp()
        self.patch(
            type(self.env["membership.proof"]),
            "_get_checks",
            MembershipProof._get_checks,
        )

    @classmethod
    def _create_account(cls, **values):
        values = {"name": "Test", "unit_id": cls.unit.id, **values}
        return cls.env["membership.account"].create(values)

    @classmethod
    def _post(cls, amount, kind="topup", account=None, **values):
        values.setdefault("key", next(cls.keys))
        if not values.get("reason"):
            values.setdefault("origin", cls.document)
        return (account or cls.account)._post(amount, kind, **values)

    def _run_job(self, model, method):
        """Run a scheduled job to its end; a test commits nothing."""
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", lambda *_args, **_values: 3600):
            return getattr(self.env[model], method)()

    def assertBalance(self, balance, held=0, account=None):
        account = account or self.account
        self.assertEqual(
            account._get_exact("balance", "held"),
            (Decimal(str(balance)), Decimal(str(held))),
        )

    def assertLots(self, *expected, account=None):
        """``expected``: (bucket, remaining) in the order in which they are drawn."""
        lots = (account or self.account).lot_ids
        found = [(lot.bucket, lot.remaining) for lot in lots.sorted("id")]
        self.assertEqual(found, list(expected))

    def assertProven(self):
        """Every sum that the ledger promises holds for all accounts."""
        proof = self.env["membership.proof"]._prove(full=True)
        errors = proof.line_ids.filtered(lambda line: line.severity == "error")
        self.assertFalse(
            errors, errors.mapped(lambda e: f"{e.message} {e.expected} {e.found}")
        )

    def assertRefused(self, kind=PostingRefused):
        """The ledger refuses with this kind of error and nothing changes."""
        return self.assertRaises(kind)
