from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

MODEL = "res.partner"  # stands for a document that is approved by a chain


@tagged("post_install", "-at_install")
class TestTierReview(TransactionCase):
    """What each addon's documents promise is tested there, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, "approval_user", "base.group_user")
        cls.reviews = cls.env["tier.review"].with_user(cls.user)

    def _guard(self):
        definitions = self.env.registry["tier.definition"]
        return patch.object(definitions, "_get_approval_models", lambda _self: [MODEL])

    def _create(self, **values):
        partner = self.user.partner_id
        return self.env["tier.review"].create(
            {"model": MODEL, "res_id": partner.id, "sequence": 1} | values
        )

    def test_only_documents_with_a_chain_are_guarded(self):
        names = self.env["tier.definition"]._get_approval_models()
        self.assertNotIn("membership.approval", names)
        self.assertTrue(all("review_ids" in self.env[name] for name in names))
        review = self._create().with_user(self.user)
        review.status = "approved"
        self.reviews.create({"model": MODEL, "status": "approved"})
        review.unlink()

    def test_nobody_invents_changes_or_deletes_a_review(self):
        review = self._create(status="pending").with_user(self.user)
        other = self._create(model="res.users").with_user(self.user)
        with self._guard():
            for attack in (
                lambda: self.reviews.create({"model": MODEL, "status": "approved"}),
                lambda: self.reviews.with_context(default_model=MODEL).create({}),
                lambda: review.write({"status": "approved"}),
                lambda: review.write({"model": "res.users"}),
                lambda: other.write({"model": MODEL}),
                lambda: review.unlink(),
            ):
                with self.assertRaises(AccessError):
                    attack()

    def test_looking_and_commenting_stay_free(self):
        review = self._create().with_user(self.user)
        with self._guard():
            review.write({"status": "pending"})
            with self.assertRaises(AccessError, msg="not one of the approvers"):
                review.write({"comment": "Fine"})
            review.sudo().reviewer_ids = self.user
            review.write({"comment": "Fine"})
            with self.assertRaises(AccessError):
                review.write({"comment": "Fine", "status": "approved"})
