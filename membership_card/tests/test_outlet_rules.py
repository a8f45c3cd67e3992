from odoo.tests import tagged

from .common import CardCommon

# What makes a record somebody's: an outlet, or one that belongs to an outlet.
ROOTS = ("membership.outlet", "membership.member")
# Models that lead to an outlet or a member and need no rule of their own.
FREE = {
    "membership.outlet": "everybody may read where the stores are",
    "membership.enrol.offer": "customers of the company who are nobody's members yet",
    "membership.registration": "read by administrators alone, no store has it yet",
    "membership.dealer.deposit": "dealers are the company's, not a store's",
    "membership.dealer.rebate": "dealers are the company's, not a store's",
}
# What managers write and every outlet uses: who may do so at a store, and why.
STORE_MAY_SET_UP = {
    "membership.association.": "an association is one house",
    "membership.dealer": "dealers are the company's, kept by groups of their own",
}
MANAGER = "membership_ledger.group_manager"


@tagged("post_install", "-at_install")
class TestOutletRules(CardCommon):
    """Head office sees all, a region its stores, a store itself: in every model.

    The models are taken from the registry, so that an addon which is installed later,
    or a model that is written next year, is asked for its rule, too.
    """

    def _get_models(self):
        for name in sorted(self.env.registry):
            Model = self.env[name]
            is_kept = not Model._abstract and not Model._transient
            if name.startswith("membership.") and is_kept:
                yield name, Model

    def _get_links(self, Model):
        """Models that a record of ``Model`` is filed under."""
        return {
            field.comodel_name
            for field in Model._fields.values()
            if field.type == "many2one" and field.store
        }

    def _get_carriers(self):
        """Models that lead to an outlet or a member, however many steps away."""
        links = {name: self._get_links(Model) for name, Model in self._get_models()}
        carriers, size = set(ROOTS), 0
        while len(carriers) > size:
            size = len(carriers)
            step = carriers - set(FREE) | set(ROOTS)
            carriers |= {name for name in links if links[name] & step}
        return carriers

    def _get_rules(self, mode):
        """{model: domains of the global rules for ``mode``} that follow outlets."""
        rules = self.env["ir.rule"].search(
            [("global", "=", True), (f"perm_{mode}", "=", True)]
        )
        found = {}
        for rule in rules:
            if "user.membership_" in (rule.domain_force or ""):
                found.setdefault(rule.model_id.model, []).append(rule.domain_force)
        return found

    def test_everything_that_carries_an_outlet_or_a_member_has_a_rule(self):
        ruled, carriers = self._get_rules("read"), self._get_carriers()
        self.assertIn("membership.entry", carriers)
        missing = carriers - set(ruled) - set(FREE)
        self.assertFalse(missing, "no record rule by outlet, and no reason why")

    def test_every_reason_is_still_needed(self):
        ruled, carriers = self._get_rules("read"), self._get_carriers()
        known = {name for name, _Model in self._get_models()}
        self.assertFalse(set(FREE) & known & set(ruled))
        self.assertFalse((set(FREE) & known) - carriers - {"membership.outlet"})

    def test_what_managers_set_up_is_head_offices(self):
        manager = self.env.ref(MANAGER)
        rights = self.env["ir.model.access"].search(
            [
                ("perm_create", "=", True),
                ("group_id", "in", manager.all_implied_ids.ids),
            ]
        )
        written = set(rights.mapped("model_id.model"))
        masters = {name for name, _Model in self._get_models()} & written
        missing = masters - set(self._get_rules("write")) - set(FREE)
        missing = {
            name for name in missing if not name.startswith(tuple(STORE_MAY_SET_UP))
        }
        self.assertFalse(missing, "a store's manager changes it for all outlets")

    def test_every_rule_can_be_asked_by_a_store(self):
        store = self._create_outlet(name="Bund")
        for group in ("auditor", "manager"):
            user = self._create_user(group, membership_outlet_id=store.id)
            for name, Model in self._get_models():
                Model = Model.with_user(user)
                if Model.has_access("read"):
                    with self.subTest(model=name, group=group):
                        Model.search([], limit=1)
